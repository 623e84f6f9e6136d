package org.meshgate.faults;

import static org.meshgate.it.Client.JOBS;
import static org.meshgate.it.Client.SUBMIT;
import static org.meshgate.it.Client.USERS;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.meshgate.it.Client;
import org.meshgate.it.Meshgate;

/**
 * A user of one service, who asks without waiting for the answer before, and keeps what was acknowledged: jobs, and tokens
 * that have ended.
 */
final class Visitor {

    /** Longer than anything may take: no answer by then is a hang. */
    private static final Duration HANG = Duration.ofSeconds(15);

    private static final String PASSWORD = "a long enough one";
    private static final Pattern JOB_ID = Pattern.compile("\"job_id\":\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(HANG)
            .build();
    private final Meshgate service;
    private final String name;
    private final String token;
    private final Queue<String> spareTokens;
    private final Queue<String> jobs;
    private final Queue<String> revoked;

    /** Registers, submits a job and revokes a token; the service must be well. */
    Visitor(Meshgate service, String name, int spares) {
        this(
                service,
                name,
                Client.user(service, name, PASSWORD).token(),
                new ConcurrentLinkedQueue<>(),
                new ConcurrentLinkedQueue<>(),
                new ConcurrentLinkedQueue<>());
        IntStream.rangeClosed(0, spares)
                .forEach(i ->
                        spareTokens.add(Client.login(service, name, PASSWORD).token()));
        for (Ask first : List.of(Ask.SUBMIT, Ask.REVOKE, Ask.PROFILE)) {
            Answer answer = ask(first).join();
            if (answer.status() != 200) {
                throw new AssertionError("before any fault: " + answer);
            }
        }
    }

    private Visitor(
            Meshgate service,
            String name,
            String token,
            Queue<String> spareTokens,
            Queue<String> jobs,
            Queue<String> revoked) {
        this.service = service;
        this.name = name;
        this.token = token;
        this.spareTokens = spareTokens;
        this.jobs = jobs;
        this.revoked = revoked;
    }

    /** The same user at another replica. */
    Visitor at(Meshgate replica) {
        return new Visitor(replica, name, token, spareTokens, jobs, revoked);
    }

    Client client() {
        return new Client(service.url(), token);
    }

    /** Ids of jobs whose submission was answered with 200. */
    List<String> jobs() {
        return List.copyOf(jobs);
    }

    /** Tokens whose end was answered with 200. */
    List<String> revoked() {
        return List.copyOf(revoked);
    }

    /** The token that ends with the next {@link Ask#REVOKE}. */
    String spareToken() {
        return spareTokens.element();
    }

    /** Never fails: no answer is one as well. */
    CompletableFuture<Answer> ask(Ask what) {
        return switch (what) {
            case LIVE -> send(what, get(service.managementUrl() + "/q/health/live"));
            case READY -> send(what, get(service.managementUrl() + "/q/health/ready"));
            case HEALTH -> send(what, get(service.url() + "/health"));
            case PROFILE -> profile(what, token);
            case REVOKED -> profile(what, revoked.element());
            case JOB -> job(jobs.element());
            case HISTORY -> send(what, as(token, JOBS + "/history"));
            case LOGIN ->
                send(
                        what,
                        json(
                                request(USERS + "/login"),
                                "{\"username\":\"" + name + "\",\"password\":\"" + PASSWORD + "\"}"));
            case SUBMIT ->
                send(what, json(as(token, SUBMIT), "{\"prompt\":\"a chair\",\"model_preference\":\"trellis\"}"))
                        .thenApply(this::keepJob);
            case REVOKE -> {
                String spare = spareTokens.remove();
                yield send(what, json(as(spare, USERS + "/logout"), "{}")).thenApply(answer -> keepEnd(answer, spare));
            }
        };
    }

    CompletableFuture<Answer> job(String id) {
        return send(Ask.JOB, as(token, JOBS + "/" + id));
    }

    CompletableFuture<Answer> profile(Ask what, String bearer) {
        return send(what, as(bearer, USERS + "/me"));
    }

    private Answer keepJob(Answer answer) {
        Matcher id = JOB_ID.matcher(answer.body());
        if (answer.status() == 200 && id.find()) {
            jobs.add(id.group(1));
        }
        return answer;
    }

    private Answer keepEnd(Answer answer, String ended) {
        if (answer.status() == 200) {
            revoked.add(ended);
        }
        return answer;
    }

    private CompletableFuture<Answer> send(Ask what, HttpRequest.Builder request) {
        long begin = System.nanoTime();
        return http.sendAsync(request.build(), BodyHandlers.ofString()).handle((response, failure) -> {
            long millis = (System.nanoTime() - begin) / 1_000_000;
            return failure == null ? Answer.of(what, millis, response) : Answer.none(what, millis, failure);
        });
    }

    private HttpRequest.Builder as(String bearer, String path) {
        return request(path).header("Authorization", "Bearer " + bearer);
    }

    private HttpRequest.Builder request(String path) {
        return get(service.url() + path);
    }

    private static HttpRequest.Builder get(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(HANG);
    }

    private static HttpRequest.Builder json(HttpRequest.Builder request, String body) {
        return request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }
}
