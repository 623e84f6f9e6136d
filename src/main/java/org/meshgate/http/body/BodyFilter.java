package org.meshgate.http.body;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.meshgate.caller.Caller;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.http.PathRewriter;
import org.meshgate.http.RequestInfo;
import org.meshgate.http.route.RoutePolicies;
import org.meshgate.http.route.StreamedBody;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.HttpProblemException;
import org.meshgate.problem.ProblemException;

/**
 * Reads the body of a request into memory, up to its limit, after authentication, so that anonymous clients cannot
 * fill the memory. On public routes, which have no caller, the limit is {@link BodyMemoryBudget#FREE} bytes. A body
 * that is not UTF-8 is refused (RFC 8259 section 8.1). Routes marked {@link StreamedBody} read their body themselves. A
 * body with a {@code Content-Encoding} is refused on all routes.
 */
@Provider
@ApplicationScoped // a proxy: JAX-RS makes its filters while the image is built, before there is a configuration
@Priority(Priorities.ENTITY_CODER)
class BodyFilter implements ResteasyReactiveContainerRequestFilter {

    private static final Set<HttpMethod> WITH_BODY =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private static final BodyReader.Pace PACE =
            new BodyReader.Pace(Duration.ofSeconds(30), Duration.ofSeconds(10), 0, Duration.ZERO);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final long jsonLimit;

    private final RoutePolicies policies;
    private final ClientAddressResolver clients;

    /** An eighth of the memory. Not a constant: a native image would keep the value of the build machine. */
    private final BodyMemoryBudget budget =
            new BodyMemoryBudget(Runtime.getRuntime().maxMemory() / 8);

    BodyFilter(MeshgateConfig config, RoutePolicies policies, ClientAddressResolver clients) {
        this.policies = policies;
        this.clients = clients;
        this.jsonLimit = config.limits().jsonBody().asLongValue();
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext context) {
        RoutingContext routing = RequestInfo.routing(context);
        HttpServerRequest request = routing.request();
        if (!WITH_BODY.contains(request.method())) {
            return;
        }
        if (ContentEncoding.isPresent(request) && hasBody(request)) {
            BodyDrainer.discardAfterAnswer(routing);
            throw HttpProblemException.contentEncodingNotSupported();
        }
        if (policies.of(context).streamedBody()) {
            return;
        }
        long limit = limit(routing);
        if (ContentLength.of(request) > limit) {
            throw tooLarge(routing, limit);
        }
        context.suspend();
        new Reading(context, routing, limit).start();
    }

    private static boolean hasBody(HttpServerRequest request) {
        return ContentLength.of(request) > 0
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || request.version() == HttpVersion.HTTP_2 && !request.isEnded();
    }

    private long limit(RoutingContext routing) {
        return RequestInfo.caller(routing).isEmpty()
                ? Math.min(BodyMemoryBudget.FREE, jsonLimit)
                : Math.min(PathRewriter.bodyLimit(routing).orElse(jsonLimit), Math.max(budget.largest(), jsonLimit));
    }

    private BodyMemoryBudget.Sender sender(RoutingContext routing) {
        Optional<String> user = RequestInfo.caller(routing)
                .flatMap(caller ->
                        caller instanceof Caller.Account account ? Optional.of(account.userId()) : Optional.empty());
        return new BodyMemoryBudget.Sender(user, clients.of(routing).network());
    }

    private static HttpProblemException tooLarge(RoutingContext routing, long limit) {
        BodyDrainer.discardAfterAnswer(routing);
        return HttpProblemException.bodyTooLarge(limit);
    }

    private final class Reading {

        private final ResteasyReactiveContainerRequestContext context;
        private final RoutingContext routing;
        private final long limit;
        private final ChunkedInputStream body =
                new ChunkedInputStream(); // grows with received bytes, not with Content-Length
        private final Utf8Validator text = new Utf8Validator();
        private final BodyMemoryBudget.Sender sender;
        private final BodyReader reader;
        private boolean finished;
        private long counted;

        Reading(ResteasyReactiveContainerRequestContext context, RoutingContext routing, long limit) {
            this.context = context;
            this.routing = routing;
            this.limit = limit;
            this.sender = sender(routing);
            this.reader = new BodyReader(routing, PACE, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        }

        void start() {
            reader.read(this::chunk, this::end, this::fail);
        }

        private void chunk(Buffer chunk) {
            if (finished) {
                return;
            }
            if (!budget.take(sender, counted, counted + chunk.length())) {
                fail(new BusyException(
                        "Too many requests are being sent at once. Try again in a moment.", RETRY_AFTER));
                BodyDrainer.discard(routing);
                return;
            }
            counted += chunk.length();
            if (counted > limit) {
                routing.request().pause();
                fail(tooLarge(routing, limit));
                return;
            }
            byte[] bytes = chunk.getBytes();
            text.add(bytes);
            body.add(bytes);
        }

        private void end() {
            if (finished) {
                return;
            }
            finished = true;
            reader.stop();
            routing.addEndHandler(answered ->
                    budget.giveBack(sender, counted)); // the body is held as text, JSON or both until the response
            if (!text.isComplete()) {
                context.resume(HttpProblemException.malformedBody("The body is not text in UTF-8."));
                return;
            }
            ((ContainerRequestContext) context).setEntityStream(body);
            context.resume();
        }

        private void fail(ProblemException failure) {
            if (!finished) {
                finished = true;
                reader.stop();
                budget.giveBack(sender, counted);
                context.resume(failure);
            }
        }
    }
}
