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
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.HttpProblemException;

/**
 * Reads the body of a request into memory, never more than the limit of it, however it is sent; and only after
 * authentication, so that strangers cannot fill the memory. What is not UTF-8 is refused here (RFC 8259 section 8.1).
 */
@Provider
@ApplicationScoped // a proxy: JAX-RS makes its filters while the image is built, before there is a configuration
@Priority(Priorities.ENTITY_CODER)
class BodyFilter implements ResteasyReactiveContainerRequestFilter {

    private static final Set<HttpMethod> WITH_BODY =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final long limit;

    BodyFilter(MeshgateConfig config) {
        this.limit = config.limits().jsonBody().asLongValue();
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext context) {
        RoutingContext routing = RequestTrace.routing(context);
        HttpServerRequest request = routing.request();
        if (!WITH_BODY.contains(request.method())) {
            return;
        }
        long announced = announcedLength(request);
        if (announced > limit) {
            throw tooLarge(routing);
        }
        context.suspend();
        new Reading(context, routing).start();
    }

    private static long announcedLength(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_LENGTH))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private HttpProblemException tooLarge(RoutingContext routing) {
        routing.addEndHandler(end -> discardRest(routing));
        return HttpProblemException.bodyTooLarge(limit);
    }

    /** Many clients read an answer only after they have sent everything: they are given a moment for that. */
    private static void discardRest(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (request.isEnded()) {
            return;
        }
        long deadline = routing.vertx()
                .setTimer(PATIENCE.toMillis(), timer -> request.connection().close());
        request.handler(chunk -> {});
        request.endHandler(end -> routing.vertx().cancelTimer(deadline));
        request.exceptionHandler(gone -> routing.vertx().cancelTimer(deadline));
        request.resume();
    }

    private final class Reading {

        private final ResteasyReactiveContainerRequestContext context;
        private final RoutingContext routing;
        private final Buffer body;
        private boolean over;

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
            request.resume();
        }

        private void chunk(Buffer chunk) {
            if (over) {
                return;
            }
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
            over = true;
            byte[] bytes = body.getBytes();
            if (!isUtf8(bytes)) {
                context.resume(HttpProblemException.malformedBody("The body is not text in UTF-8."));
                return;
            }
            ((ContainerRequestContext) context).setEntityStream(new ByteArrayInputStream(bytes));
            context.resume();
        }

        private void fail(HttpProblemException failure) {
            if (!over) {
                over = true;
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
