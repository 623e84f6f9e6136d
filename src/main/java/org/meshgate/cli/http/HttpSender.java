package org.meshgate.cli.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Sends requests with a deadline for the whole exchange, body included; the timeout of the JDK's own client ends with
 * the response headers. Redirects are never followed, so that a token and a job's files reach only the given host.
 */
public final class HttpSender {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client;

    private HttpSender(HttpClient client) {
        this.client = client;
    }

    /** A sender that uses the proxy of the JVM's {@code https.proxyHost} and {@code http.proxyHost}, if they are set. */
    public static HttpSender of(Optional<SSLContext> trust) {
        HttpClient.Builder builder = builder();
        trust.ifPresent(builder::sslContext);
        return new HttpSender(builder.build());
    }

    /** A sender that never uses a proxy. */
    public static HttpSender direct() {
        return new HttpSender(builder().proxy(HttpClient.Builder.NO_PROXY).build());
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT);
    }

    /**
     * Sends a request and reads the whole response.
     *
     * @throws HttpTimeoutException after the deadline; the connection is closed
     * @throws InterruptedException when the thread is interrupted; the connection is closed
     */
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler, Duration deadline)
            throws IOException, InterruptedException {
        return await(client.sendAsync(request, handler), deadline);
    }

    /**
     * Sends a request and returns as soon as the headers of a successful response are there. The caller limits how much
     * and how long it reads, and closes the body. The body of any other response is read whole, within the deadline.
     *
     * @param errorLimit the largest body of such a response, in bytes
     * @throws HttpTimeoutException after the deadline; the connection is closed
     */
    public HttpResponse<InputStream> open(HttpRequest request, int errorLimit, Duration deadline)
            throws IOException, InterruptedException {
        HttpResponse.BodyHandler<InputStream> handler = info -> info.statusCode() / 100 == 2
                ? HttpResponse.BodySubscribers.ofInputStream()
                : HttpResponse.BodySubscribers.mapping(
                        BoundedBody.inMemory(errorLimit).apply(info), ByteArrayInputStream::new);
        return await(client.sendAsync(request, handler), deadline);
    }

    private static <T> T await(CompletableFuture<T> response, Duration deadline)
            throws IOException, InterruptedException {
        try {
            return response.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            response.cancel(true);
            throw new HttpTimeoutException("no complete answer within " + deadline.toSeconds() + " s");
        } catch (InterruptedException stopped) {
            response.cancel(true);
            throw stopped;
        } catch (ExecutionException failed) {
            throw asIoException(failed.getCause());
        }
    }

    private static IOException asIoException(Throwable cause) {
        if (cause instanceof IOException io) {
            return io;
        }
        IOException wrapped = new InterruptedIOException(String.valueOf(cause.getMessage()));
        wrapped.initCause(cause);
        return wrapped;
    }
}
