package org.meshgate.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.meshgate.problem.ProblemType;

/** What holds of every answer, whatever was asked. */
final class AnswerRules {

    /** The cookie that a browser asked for: no script reads it. */
    private static final Pattern SESSION =
            Pattern.compile("(?i)set-cookie: meshgate=p3d_.*; HttpOnly; SameSite=Strict");

    /** Stands in odd texts, which no description of a failure repeats. */
    static final String ECHO = "zQechoQz";

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String PROBLEM = "application/problem+json";

    private final ObjectMapper mapper;
    private final Leaks leaks;

    AnswerRules(ObjectMapper mapper, Leaks leaks) {
        this.mapper = mapper;
        this.leaks = leaks;
    }

    /** What is wrong with it; nothing is right. */
    List<String> faults(RawRequest request, RawAnswer answer) {
        List<String> faults = new ArrayList<>();
        int status = answer.status();
        if (status == RawAnswer.NONE) {
            if (!request.isLarge()) {
                faults.add("there is no answer");
            }
            return faults;
        }
        if (status >= 500) {
            faults.add("the server failed");
        }
        if (status < 300 && !request.mayPass()) {
            faults.add("a caller who may not do this could");
        }
        String head = answer.head().stream()
                .filter(line -> status != 200 || !SESSION.matcher(line).matches())
                .collect(Collectors.joining("\n"));
        leaks.in(head).ifPresent(leak -> faults.add("a secret in a header: " + leak));
        if (status >= 400) {
            leaks.in(answer.text()).ifPresent(leak -> faults.add("a secret in an error: " + leak));
            if (!(status == 400 && answer.body().length == 0 && request.isNoHttp())) {
                problem(request, answer, faults);
            }
        } else if (answer.text().contains(Leaks.CANARY)) {
            faults.add("a secret of the request in the answer");
        }
        return faults;
    }

    private void problem(RawRequest request, RawAnswer answer, List<String> faults) {
        int status = answer.status();
        String id = answer.header("X-Request-Id").orElse("");
        expect(REQUEST_ID.matcher(id).matches(), "X-Request-Id", faults);
        expect(answer.header("Content-Type").orElse("").startsWith(PROBLEM), "Content-Type " + PROBLEM, faults);
        expect(status != 401 || answer.header("WWW-Authenticate").orElse("").startsWith("Bearer"), "challenge", faults);
        expect(status != 405 || answer.header("Allow").isPresent(), "Allow", faults);
        expect(status != 429 && status != 503 || answer.header("Retry-After").isPresent(), "Retry-After", faults);
        if (request.method().equals("HEAD")) {
            return;
        }
        try {
            document(mapper.readTree(answer.body()), status, id, faults);
        } catch (IOException e) {
            faults.add("the problem document is no JSON");
        }
    }

    private static void document(JsonNode problem, int status, String id, List<String> faults) {
        String error = problem.path("error").asText();
        String detail = problem.path("detail").asText();
        expect(problem.path("status").asInt() == status, "status " + status, faults);
        expect(problem.path("request_id").asText().equals(id), "request_id " + id, faults);
        expect(!detail.isBlank() && detail.equals(problem.path("message").asText()), "detail and message", faults);
        expect(problem.path("instance").asText().startsWith("/"), "instance", faults);
        expect(
                !detail.contains(ECHO) && !problem.path("errors").toString().contains(ECHO),
                "no rejected value in it",
                faults);
        expect(status != 422 || !problem.has("errors") || !problem.get("errors").isEmpty(), "errors", faults);
        for (ProblemType type : ProblemType.values()) {
            if (type.name().equals(error)) {
                expect(type.status() == status, "the status of " + error, faults);
                expect(problem.path("title").asText().equals(type.title()), "its title", faults);
                expect(problem.path("type").asText().equals(type.uri().toString()), "its type", faults);
                return;
            }
        }
        faults.add("not a known problem");
    }

    private static void expect(boolean right, String what, List<String> faults) {
        if (!right) {
            faults.add("the problem lacks: " + what);
        }
    }
}
