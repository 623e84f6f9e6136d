package org.meshgate.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
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

/** Sends requests with the token, and turns every failure into an {@link ApiException}. */
public final class ApiTransport {

    /** The largest body of a failure that is read. */
    public static final int MAX_PROBLEM = 64 * 1024;

    private static final int MAX_ANSWER = 16 * 1024 * 1024;

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpSender sender;
    private final ObjectMapper json;
    private final AccessToken token;
    private final String server;

    /** @param server the base URL, as messages name it */
    public ApiTransport(HttpSender sender, ObjectMapper json, AccessToken token, String server) {
        this.sender = sender;
        this.json = json;
        this.token = token;
        this.server = server;
    }

    /** Sends a JSON body and reads a JSON answer. */
    public JsonNode post(URI url, JsonNode body, Duration deadline) throws IOException, InterruptedException {
        return parse(send(post(url, body), deadline));
    }

    private HttpRequest post(URI url, JsonNode body) throws IOException {
        return request(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
    }

    /** A request with the token, if there is one. */
    public HttpRequest.Builder request(URI url) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        return token.isPresent() ? request.header("Authorization", "Bearer " + token.text()) : request;
    }

    /** Sends a request; the body of its successful answer is read into memory, 16 MiB at most. */
    public byte[] send(HttpRequest request, Duration deadline) throws IOException, InterruptedException {
        return send(request, BoundedBody.inMemory(MAX_ANSWER), deadline);
    }

    /** The body of a successful answer. */
    public byte[] send(HttpRequest request, BodyHandler<byte[]> handler, Duration deadline)
            throws IOException, InterruptedException {
        return exchange(request, handler, deadline).body();
    }

    /** A successful answer, with its headers. */
    public HttpResponse<byte[]> exchange(HttpRequest request, BodyHandler<byte[]> handler, Duration deadline)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = sender.send(request, handler, deadline);
        } catch (IOException failure) {
            throw noAnswer(failure);
        }
        if (response.statusCode() / 100 != 2) {
            throw failure(response, response.body());
        }
        return response;
    }

    /** The body of a successful answer that goes on; the caller closes it. */
    public InputStream open(HttpRequest request, Duration deadline) throws IOException, InterruptedException {
        HttpResponse<InputStream> response;
        try {
            response = sender.open(request, MAX_PROBLEM, deadline);
        } catch (IOException failure) {
            throw noAnswer(failure);
        }
        if (response.statusCode() / 100 == 2) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw failure(response, body.readAllBytes());
        }
    }

    /** The failure of a request that had no complete answer. */
    private IOException noAnswer(IOException failure) {
        if (failure instanceof LocalFileException || failure instanceof ApiException) {
            return failure;
        }
        if (failure instanceof BodyTooLargeException) {
            return new ApiException.Refused(server + ": " + failure.getMessage());
        }
        boolean unreachable = failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof SSLException;
        return new ApiException.Unavailable(
                server + (unreachable ? " cannot be reached" : " gives no complete answer") + reason(failure),
                Optional.empty(),
                unreachable ? ApiException.Unavailable.Kind.UNREACHABLE : ApiException.Unavailable.Kind.BROKEN);
    }

    /** Reads a JSON object. */
    public JsonNode parse(byte[] body) throws ApiException {
        try {
            JsonNode answer = json.readTree(body);
            if (answer.isObject()) {
                return answer;
            }
        } catch (IOException e) {
            // reported below, as any other answer that is no object
        }
        throw new ApiException.Unavailable(
                server + " answers something else than JSON: is it Meshgate?",
                Optional.empty(),
                ApiException.Unavailable.Kind.STRANGE);
    }

    /** The failure that an answer tells. */
    private ApiException failure(HttpResponse<?> response, byte[] body) {
        int status = response.statusCode();
        Problem problem = Problem.of(json, body);
        String message = server + " answers " + status + (problem.code().isEmpty() ? "" : " " + problem.code())
                + (problem.detail().isEmpty() ? "" : ": " + problem.detail());
        if (status >= 500 || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT) {
            return new ApiException.Unavailable(message, retryAfter(response), ApiException.Unavailable.Kind.BUSY);
        }
        if (status == 401 || status == 403) {
            return new ApiException.TokenRefused(message, problem);
        }
        if (status / 100 == 3) {
            return new ApiException.Refused(
                    message + ". Redirects are not followed: give the final URL", status, problem);
        }
        return new ApiException.Refused(message, status, problem);
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
