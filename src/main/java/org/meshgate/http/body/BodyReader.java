package org.meshgate.http.body;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.meshgate.problem.HttpProblemException;
import org.meshgate.problem.ProblemException;

/**
 * Reads a request body chunk by chunk, and gives up when the client disconnects or sends too slowly. Used only on the
 * event loop of the request.
 */
public final class BodyReader {

    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    private final RoutingContext routing;
    private final HttpServerRequest request;
    private final Pace pace;
    private final LongSupplier millis;

    private long started;
    private long lastProgress;
    private long received;
    private boolean waiting;
    private long timer;

    /**
     * The slowest client that is not disconnected.
     *
     * @param maxDuration the maximum time for the whole body
     * @param maxIdle the maximum time between two chunks
     * @param minBytesPerSecond the minimum average rate after {@code grace}; 0 for none
     * @param grace the time that does not count for the rate
     */
    public record Pace(Duration maxDuration, Duration maxIdle, long minBytesPerSecond, Duration grace) {}

    /** @param millis a clock, in milliseconds */
    public BodyReader(RoutingContext routing, Pace pace, LongSupplier millis) {
        this.routing = routing;
        this.request = routing.request();
        this.pace = pace;
        this.millis = millis;
    }

    /**
     * Begins to read. To be called once.
     *
     * @param onEnd runs when the whole body has been read
     * @param onFailure receives the problem of a body that ended too early or took too long; the connection is closed
     *     after the response to a slow one
     */
    public void read(Consumer<Buffer> onChunk, Runnable onEnd, Consumer<ProblemException> onFailure) {
        if (request.isEnded()) {
            onEnd.run();
            return;
        }
        request.handler(chunk -> {
            received += chunk.length();
            lastProgress = millis.getAsLong();
            onChunk.accept(chunk);
        });
        request.endHandler(end -> onEnd.run());
        request.exceptionHandler(
                gone -> onFailure.accept(HttpProblemException.badRequest("The body ended too early.")));
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            routing.response().writeContinue();
        }
        started = millis.getAsLong();
        lastProgress = started;
        timer = routing.vertx().setPeriodic(WATCH_INTERVAL.toMillis(), tick -> watch(onFailure));
        request.resume();
    }

    private void watch(Consumer<ProblemException> onFailure) {
        long now = millis.getAsLong();
        if (now - started >= pace.maxDuration().toMillis() || !waiting && isTooSlow(now)) {
            routing.addEndHandler(end -> request.connection().close());
            onFailure.accept(HttpProblemException.badRequest("The body took too long."));
        }
    }

    private boolean isTooSlow(long now) {
        Duration counted = Duration.ofMillis(now - started).minus(pace.grace());
        return now - lastProgress >= pace.maxIdle().toMillis()
                || received < pace.minBytesPerSecond() * counted.toSeconds();
    }

    /** Whether the client waits for the server, such as for a disk: its pace is not checked until it does no more. */
    public void waiting(boolean waits) {
        waiting = waits;
        lastProgress = millis.getAsLong();
    }

    /** Stops the check of the pace: the body has been read, or is not wanted any more. */
    public void stop() {
        routing.vertx().cancelTimer(timer);
    }
}
