package org.meshgate.cli.client.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.function.Consumer;
import org.meshgate.cli.http.AccessToken;
import org.meshgate.cli.http.ApiException;
import org.meshgate.cli.http.ApiTransport;
import org.meshgate.cli.http.Backoff;
import org.meshgate.cli.http.BoundedBody;
import org.meshgate.cli.http.HttpSender;
import org.meshgate.cli.http.ServerBaseUrl;

/** Calls of the API, at one server and with one token. All fail with an {@link ApiException}. */
public final class ApiSession {

    /** How long an answer may take. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final Duration TRANSFER = Duration.ofMinutes(2);

    /** The slowest transfer that a deadline allows. */
    private static final long MIN_BYTES_PER_SECOND = 64 * 1024;

    private static final String JOBS = "system/jobs/";

    private final HttpSender sender;
    private final ServerBaseUrl server;
    private final ApiTransport transport;
    private final ObjectMapper json;
    private final CommandContext context;

    ApiSession(HttpSender sender, ObjectMapper json, ServerBaseUrl server, AccessToken token, CommandContext context) {
        this.sender = sender;
        this.server = server;
        this.transport = new ApiTransport(sender, json, token, server.base());
        this.json = json;
        this.context = context;
    }

    /** A call that may be repeated. */
    @FunctionalInterface
    public interface Call<T> {
        T run() throws IOException, InterruptedException;
    }

    /** The same server with another token. */
    public ApiSession with(AccessToken token) {
        return new ApiSession(sender, json, server, token, context);
    }

    /** The base URL, as messages name it. */
    public String server() {
        return server.base();
    }

    /** Makes and reads documents. */
    public ObjectMapper json() {
        return json;
    }

    /** What the session has of its process. */
    public CommandContext context() {
        return context;
    }

    /** Reads a document, again while the server is overloaded. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return get(server.api(path));
    }

    /** The description of the API, with its job types. */
    public JsonNode description() throws IOException, InterruptedException {
        return get(server.path("/openapi.json"));
    }

    private JsonNode get(URI url) throws IOException, InterruptedException {
        HttpRequest request = transport.request(url).GET().build();
        return retried(() -> send(request, DEADLINE), ignored -> {});
    }

    /** Posts a document, once. */
    public JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return transport.post(server.api(path), body, DEADLINE);
    }

    /** A request to a path of the API, with the token. */
    public HttpRequest.Builder request(String path) {
        return transport.request(server.api(path));
    }

    /** Sends a request once and reads a document. */
    public JsonNode send(HttpRequest request, Duration deadline) throws IOException, InterruptedException {
        return transport.parse(transport.send(request, deadline));
    }

    /** A successful answer with its headers; its body goes to the handler. */
    public HttpResponse<byte[]> exchange(HttpRequest request, BodyHandler<byte[]> handler, Duration deadline)
            throws IOException, InterruptedException {
        return transport.exchange(request, handler, deadline);
    }

    /** A successful answer with its headers, and without a body of use. */
    public HttpResponse<byte[]> head(HttpRequest request) throws IOException, InterruptedException {
        return transport.exchange(request, BoundedBody.inMemory(ApiTransport.MAX_PROBLEM), DEADLINE);
    }

    /** The events of a job. The caller closes the stream. */
    public InputStream events(String jobId) throws IOException, InterruptedException {
        return transport.open(
                request(job(jobId) + "/events")
                        .header("Accept", "text/event-stream")
                        .GET()
                        .build(),
                DEADLINE);
    }

    /** How long the transfer of a file may take. */
    public static Duration transferDeadline(long bytes) {
        return TRANSFER.plusSeconds(bytes / MIN_BYTES_PER_SECOND);
    }

    /** A document in one line, safe for a terminal: all but printable ASCII is escaped. */
    public String line(JsonNode document) throws IOException {
        return json.writeValueAsString(document).replace("\u007f", "\\u007f");
    }

    /** The path of a job. */
    public static String job(String jobId) {
        return JOBS + ServerBaseUrl.segment(jobId);
    }

    /**
     * Repeats a call that may be sent twice, while the server is overloaded or its answers break off. One that cannot be
     * reached, is none, or asks for a longer pause than {@link ClientTimings#maxRetry} is an error at once.
     *
     * @param onFailure is told of each failure that is followed by another attempt
     */
    public <T> T retried(Call<T> call, Consumer<ApiException.Unavailable> onFailure)
            throws IOException, InterruptedException {
        ClientTimings timings = context.timings();
        Backoff backoff = new Backoff(context.random(), timings.firstRetry(), timings.maxRetry());
        for (int attempt = 0; ; attempt++) {
            try {
                return call.run();
            } catch (ApiException.Unavailable failure) {
                boolean passing = failure.isBroken() || failure.kind() == ApiException.Unavailable.Kind.BUSY;
                boolean soon = failure.retryAfter()
                        .filter(asked -> asked.compareTo(timings.maxRetry()) > 0)
                        .isEmpty();
                if (!passing || !soon || attempt >= timings.retries()) {
                    throw failure;
                }
                onFailure.accept(failure);
                Thread.sleep(backoff.next(failure.retryAfter()).toMillis());
            }
        }
    }
}
