package org.meshgate.auth;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.meshgate.caller.Caller;
import org.meshgate.caller.SignedLink;
import org.meshgate.http.RequestInfo;
import org.meshgate.http.route.RoutePolicies;
import org.meshgate.http.route.RoutePolicy;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.identity.verify.TokenVerifier;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.TokenRequiredException;

/**
 * Authenticates the caller and counts the request, on every route that is not {@link org.meshgate.caller.Public}. A
 * route without an annotation is closed. A JAX-RS {@code ContainerRequestFilter} that waits for Redis without blocking
 * a thread.
 */
@Provider
@ApplicationScoped // a proxy: JAX-RS makes its filters while the image is built, before there is a configuration
@Priority(Priorities.AUTHENTICATION)
class AuthenticationFilter implements ResteasyReactiveContainerRequestFilter {

    private final RoutePolicies policies;
    private final boolean accounts;
    private final SimpleMode simpleMode;
    private final RequestTokens tokens;
    private final RequestTokenVerifier verifier;
    private final LinkVerifier links;
    private final RequestLimits limits;
    private final CallerAdmission admission;

    AuthenticationFilter(
            RoutePolicies policies,
            SimpleMode simpleMode,
            RequestTokens tokens,
            RequestTokenVerifier verifier,
            LinkVerifier links,
            RequestLimits limits,
            CallerAdmission admission) {
        this.accounts = !simpleMode.on();
        this.policies = policies;
        this.simpleMode = simpleMode;
        this.tokens = tokens;
        this.verifier = verifier;
        this.links = links;
        this.limits = limits;
        this.admission = admission;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext context) {
        RoutePolicy policy = policies.of(context);
        if (policy.accountsOnly() && !accounts) {
            throw ProblemType.AUTHENTICATION_DISABLED.exception();
        }
        if (policy.isPublic()) {
            if (!policy.unlimited()) {
                limits.countAddress(RequestInfo.routing(context));
            }
            return;
        }
        if (!accounts && !simpleMode.keyRequired()) { // every route is open, so links are ignored
            admitToSimpleMode(context);
            return;
        }
        RoutingContext routing = RequestInfo.routing(context);
        Optional<SignedLinkParameters> link = link(policy, context);
        if (policy.link() == RoutePolicy.Link.FOLDER) {
            limits.countAddress(routing); // the caller is not known yet
            admitByLinkOrToken(
                    links.verify(FolderLink.of(routing.normalizedPath()))
                            .invoke(caller -> admission.unwatched(caller, context)),
                    context);
        } else if (link.isPresent()) {
            limits.countAddress(routing);
            String path = routing.request().path();
            admitByLinkOrToken(
                    viewer(link.get(), routing).invoke(caller -> admission.byLink(caller, path, link.get(), context)),
                    context);
        } else if (accounts) {
            authenticate(context);
        } else {
            admitToSimpleMode(context);
        }
    }

    /** The link in the query. On such routes it takes precedence; a token counts only when the link is not valid. */
    private static Optional<SignedLinkParameters> link(
            RoutePolicy policy, ResteasyReactiveContainerRequestContext context) {
        boolean reading = context.getMethod().equals(HttpMethod.GET)
                || context.getMethod().equals(HttpMethod.HEAD);
        return reading && policy.link() == RoutePolicy.Link.FILE
                ? SignedLinkParameters.of(RequestInfo.routing(context).request().query())
                : Optional.empty();
    }

    /** @param admitted fails for a link that is not valid; then the token counts */
    private void admitByLinkOrToken(Uni<Caller> admitted, ResteasyReactiveContainerRequestContext context) {
        context.suspend();
        admitted.replaceWithVoid()
                .onFailure(AuthenticationFilter::isBadLink)
                .recoverWithUni(badLink -> admitByTokenInstead(badLink, context))
                .subscribe()
                .with(done -> context.resume(), context::resume);
    }

    private Uni<Caller> viewer(SignedLinkParameters link, RoutingContext routing) {
        boolean otherFile = routing.queryParam(SignedLink.OTHER_FILE).stream().anyMatch(key -> !key.isEmpty());
        return otherFile
                ? Uni.createFrom().failure(ProblemType.LINK_INVALID::exception)
                : links.verify(routing.request().path(), link);
    }

    private static boolean isBadLink(Throwable failure) {
        return ProblemType.LINK_INVALID.matches(failure) || ProblemType.LINK_EXPIRED.matches(failure);
    }

    /**
     * Admits the caller by the token that accompanies an invalid link: clients keep URLs longer than links live. The
     * request is counted by address already, so a client over the limit does not get here.
     *
     * @return fails as the link did, unless the token is valid
     */
    private Uni<Void> admitByTokenInstead(Throwable badLink, ResteasyReactiveContainerRequestContext context) {
        Optional<String> found = tokens.find(context);
        if (found.isEmpty() || !accounts && !simpleMode.accepts(found.get())) {
            return Uni.createFrom().failure(badLink);
        }
        String token = found.get();
        if (!accounts) {
            admission.unwatched(new Caller.Anonymous(), context);
            return Uni.createFrom().voidItem();
        }
        return verifier.verify(token, RequestInfo.routing(context)).result().chain(check -> {
            if (!(check instanceof TokenVerification.Valid valid)) {
                return Uni.createFrom().failure(badLink);
            }
            admission.byToken(valid, token, context);
            limits.countUser(valid.user().id(), RequestInfo.routing(context));
            return Uni.createFrom().voidItem();
        });
    }

    private void authenticate(ResteasyReactiveContainerRequestContext context) {
        String token = countedToken(context);
        TokenVerifier.Verification verification = verifier.verify(token, RequestInfo.routing(context));
        if (verification instanceof TokenVerifier.Known known) {
            conclude(known.verification(), token, false, context);
            return;
        }
        boolean addressCounted = limits.countLookup(token, RequestInfo.routing(context));
        context.suspend();
        verification
                .result()
                .map(check -> conclude(check, token, addressCounted, context))
                .subscribe()
                .with(done -> context.resume(), context::resume);
    }

    /** @param addressCounted whether the request was counted by address before the user was known */
    private TokenVerification.Valid conclude(
            TokenVerification check,
            String token,
            boolean addressCounted,
            ResteasyReactiveContainerRequestContext context) {
        RoutingContext routing = RequestInfo.routing(context);
        if (check instanceof TokenVerification.Valid valid) {
            admission.byToken(valid, token, context);
            if (addressCounted) {
                limits.giveBackAddress(token, valid.user().id(), routing);
            }
            if (!policies.of(context).unlimited()) {
                limits.countUser(valid.user().id(), routing);
            }
            return valid;
        }
        if (!addressCounted) {
            limits.countAddress(routing);
        }
        if (check instanceof TokenVerification.NetworkNotAllowed refusal) {
            admission.refused(refusal, routing);
            throw ProblemType.NETWORK_NOT_ALLOWED.exception();
        }
        throw check instanceof TokenVerification.Expired
                ? ProblemType.TOKEN_EXPIRED.exception()
                : ProblemType.INVALID_TOKEN.exception();
    }

    private void admitToSimpleMode(ResteasyReactiveContainerRequestContext context) {
        boolean unlimited = policies.of(context).unlimited();
        if (!unlimited) {
            limits.countAddress(RequestInfo.routing(context));
        }
        if (simpleMode.keyRequired() && !simpleMode.accepts(tokens.bearer(context))) {
            if (unlimited) {
                limits.countAddress(RequestInfo.routing(context));
            }
            throw ProblemType.INVALID_TOKEN.exception();
        }
        admission.unwatched(new Caller.Anonymous(), context);
    }

    /** The token; a request without one is counted by address before it is refused. */
    private String countedToken(ResteasyReactiveContainerRequestContext context) {
        try {
            return tokens.of(context);
        } catch (TokenRequiredException missing) {
            limits.countAddress(RequestInfo.routing(context));
            throw missing;
        }
    }
}
