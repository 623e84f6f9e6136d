package org.meshgate.cli.worker.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.meshgate.cli.support.FailureReason;
import org.meshgate.cli.support.PrintableText;
import org.meshgate.cli.worker.net.BodyTooLargeException;
import org.meshgate.cli.worker.net.BoundedBody;
import org.meshgate.cli.worker.net.HttpSender;

/** Sends requests with the token, and turns every failure into a {@link WorkerApiException}. */
final class ApiTransport {

    static final int MAX_ANSWER = 16 * 1024 * 1024;
    static final int MAX_PROBLEM = 64 * 1024;

    private static final int MAX_DETAIL = 500;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpSender sender;
    private final ObjectMapper json;
    private final WorkerToken token;
    private final String server;

    /** @param server the base URL, as messages name it */
    ApiTransport(HttpSender sender, ObjectMapper json, WorkerToken token, String server) {
        this.sender = sender;
        this.json = json;
        this.token = token;
        this.server = server;
    }

    /** Sends a JSON body and reads a JSON answer. */
    JsonNode post(URI url, JsonNode body, Duration deadline) throws IOException, InterruptedException {
        HttpRequest request = request(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
        return parse(send(request, BoundedBody.inMemory(MAX_ANSWER), deadline));
    }

    HttpRequest.Builder request(URI url) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        return token.isPresent() ? request.header("Authorization", "Bearer " + token.text()) : request;
    }

    /** The body of a successful answer. */
    byte[] send(HttpRequest request, BodyHandler<byte[]> handler, Duration deadline)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = sender.send(request, handler, deadline);
        } catch (BodyTooLargeException tooLarge) {
            throw new WorkerApiException.Refused(server + ": " + tooLarge.getMessage());
        } catch (ConnectException | HttpConnectTimeoutException | SSLException unreachable) {
            throw new WorkerApiException.Unavailable(
                    server + " cannot be reached" + reason(unreachable), Optional.empty(), false);
        } catch (IOException broken) {
            throw new WorkerApiException.Unavailable(
                    server + " gives no complete answer" + reason(broken), Optional.empty(), true);
        }
        if (response.statusCode() / 100 != 2) {
            throw failure(response);
        }
        return response.body();
    }

    JsonNode parse(byte[] body) throws WorkerApiException {
        try {
            JsonNode answer = json.readTree(body);
            if (answer.isObject()) {
                return answer;
            }
        } catch (IOException e) {
            // reported below, as any other answer that is no object
        }
        throw new WorkerApiException.Unavailable(
                server + " answers something else than JSON: is it Meshgate?", Optional.empty(), false);
    }

    private WorkerApiException failure(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        JsonNode problem = problem(response.body());
        String code = problem.path("error").asText();
        String message = server + " answers " + status + (code.isEmpty() ? "" : " " + PrintableText.text(code))
                + detail(problem);
        if (status >= 500 || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT) {
            return new WorkerApiException.Unavailable(message, retryAfter(response), false);
        }
        if (status == 401 || status == 403) {
            return new WorkerApiException.TokenRefused(message);
        }
        if (status == CONFLICT && code.equals("LEASE_LOST") || status == 404 && code.equals("JOB_NOT_FOUND")) {
            return new WorkerApiException.LeaseLost(message);
        }
        if (status / 100 == 3) {
            return new WorkerApiException.Refused(message + ". Redirects are not followed: give the final URL");
        }
        return new WorkerApiException.Refused(message, status == UNPROCESSABLE);
    }

    private JsonNode problem(byte[] body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return json.missingNode();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    private static String detail(JsonNode problem) {
        String text = problem.path("detail").asText();
        return text.isEmpty() ? "" : ": " + PrintableText.text(text.substring(0, Math.min(text.length(), MAX_DETAIL)));
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private static String reason(IOException failure) {
        return " (" + FailureReason.of(failure) + ")";
    }
}
