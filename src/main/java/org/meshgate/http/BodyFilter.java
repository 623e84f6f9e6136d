package org.meshgate.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.HttpProblemException;
import org.meshgate.problem.ProblemException;

/**
 * Reads the body of a request into memory, never more than the limit of it, however it is sent; and only after
 * authentication, so that strangers cannot fill the memory. What is not UTF-8 is refused here (RFC 8259 section 8.1).
 * Routes marked {@link StreamedBody} read for themselves.
 */
@Provider
@ApplicationScoped // a proxy: JAX-RS makes its filters while the image is built, before there is a configuration
@Priority(Priorities.ENTITY_CODER)
class BodyFilter implements ResteasyReactiveContainerRequestFilter {

    private static final Set<HttpMethod> WITH_BODY =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    /** A body that takes longer is not coming. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(30);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final long limit;
    private final AtomicLong unfinished = new AtomicLong();

    /** How much memory may be bodies that are not complete yet; no constant, which an image would bring from its builder. */
    private final long room = Runtime.getRuntime().maxMemory() / 8;

    BodyFilter(MeshgateConfig config) {
        this.limit = config.limits().jsonBody().asLongValue();
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext context) {
        RoutingContext routing = RequestTrace.routing(context);
        HttpServerRequest request = routing.request();
        if (!WITH_BODY.contains(request.method()) || StreamedBodyFilter.isStreamed((ContainerRequestContext) context)) {
            return;
        }
        long announced = ContentLength.of(request);
        if (announced > limit) {
            throw tooLarge(routing);
        }
        context.suspend();
        new Reading(context, routing).start();
    }

    private HttpProblemException tooLarge(RoutingContext routing) {
        UnreadBody.discardAfterAnswer(routing);
        return HttpProblemException.bodyTooLarge(limit);
    }

    private final class Reading {

        private final ResteasyReactiveContainerRequestContext context;
        private final RoutingContext routing;
        private final Buffer body;
        private boolean over;
        private long counted;
        private long deadline;

        Reading(ResteasyReactiveContainerRequestContext context, RoutingContext routing) {
            this.context = context;
            this.routing = routing;
            this.body = Buffer.buffer(); // grows with what comes, not with what was announced
        }

        void start() {
            HttpServerRequest request = routing.request();
            if (request.isEnded()) {
                end();
                return;
            }
            request.handler(this::chunk);
            request.endHandler(end -> end());
            request.exceptionHandler(gone -> fail(HttpProblemException.badRequest("The body ended too early.")));
            if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
                routing.response().writeContinue();
            }
            deadline = routing.vertx().setTimer(LONGEST_READ.toMillis(), late -> {
                routing.addEndHandler(end -> request.connection().close());
                fail(HttpProblemException.badRequest("The body took too long."));
            });
            request.resume();
        }

        /** Nothing more is kept in memory on behalf of this request's body. */
        private void settle() {
            over = true;
            unfinished.addAndGet(-counted);
            routing.vertx().cancelTimer(deadline);
        }

        private void chunk(Buffer chunk) {
            if (over) {
                return;
            }
            if (unfinished.addAndGet(chunk.length()) > room) {
                unfinished.addAndGet(-chunk.length());
                fail(new BusyException(
                        "Too many requests are being sent at once. Try again in a moment.", RETRY_AFTER));
                UnreadBody.discard(routing);
                return;
            }
            counted += chunk.length();
            if (body.length() + chunk.length() > limit) {
                routing.request().pause();
                fail(tooLarge(routing));
                return;
            }
            body.appendBuffer(chunk);
        }

        private void end() {
            if (over) {
                return;
            }
            settle();
            byte[] bytes = body.getBytes();
            if (!isUtf8(bytes)) {
                context.resume(HttpProblemException.malformedBody("The body is not text in UTF-8."));
                return;
            }
            ((ContainerRequestContext) context).setEntityStream(new ByteArrayInputStream(bytes));
            context.resume();
        }

        private void fail(ProblemException failure) {
            if (!over) {
                settle();
                context.resume(failure);
            }
        }
    }

    /** A zero byte is UTF-8, but in JSON it can only mean UTF-16 or UTF-32. */
    private static boolean isUtf8(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
