package org.meshgate.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.AnyScope;
import org.meshgate.caller.Public;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Role;
import org.meshgate.caller.Scope;
import org.meshgate.caller.ScopeRule;
import org.meshgate.caller.Scopes;
import org.meshgate.caller.SignedFolder;
import org.meshgate.caller.SignedLink;
import org.meshgate.caller.Unlimited;

/** Which annotations make which policy; what the filters do with a policy is in EndpointMatrixTest. */
class RoutePolicyTest {

    @Test
    void aRouteWithoutAnnotationsIsClosed() {
        RoutePolicy policy = policy(Bare.class, "none");

        assertThat(policy)
                .isEqualTo(new RoutePolicy(false, false, false, false, Optional.empty(), RoutePolicy.Link.NONE, false));
    }

    @Test
    void annotationsOfTheMethodCount() {
        assertThat(policy(Bare.class, "open"))
                .isEqualTo(new RoutePolicy(true, true, false, false, Optional.empty(), RoutePolicy.Link.NONE, false));
        assertThat(policy(Bare.class, "file").link()).isEqualTo(RoutePolicy.Link.FILE);
        assertThat(policy(Bare.class, "folder").link()).isEqualTo(RoutePolicy.Link.FOLDER);
        assertThat(policy(Bare.class, "streamed").streamedBody()).isTrue();
    }

    @Test
    void classAnnotationsApplyToEachMethod() {
        RoutePolicy policy = policy(Administration.class, "inherits");

        assertThat(policy.adminOnly()).isTrue();
        assertThat(policy.accountsOnly()).isTrue();
        assertThat(policy.scopes()).contains(required(Scope.ADMIN));
    }

    @Test
    void scopesOfTheMethodReplaceThoseOfTheClass() {
        assertThat(policy(Administration.class, "narrower").scopes()).contains(required(Scope.JOBS_READ));
        assertThat(policy(Administration.class, "anyScope").scopes()).contains(new ScopeRule(Scopes.NONE, false));
        assertThat(policy(AnyToken.class, "account").scopes()).contains(required(Scope.ACCOUNT));
    }

    @Test
    void workerOnlyTokenIsRejectedByAnyScopeRoutes() {
        Scopes worker = Scopes.of(Scope.WORKER);
        Scopes both = Scopes.of(Scope.WORKER, Scope.ACCOUNT);
        ScopeRule any = policy(AnyToken.class, "any").scopes().orElseThrow();
        ScopeRule workersToo = policy(AnyToken.class, "workersToo").scopes().orElseThrow();

        assertThat(any.missing(worker)).isEqualTo(Scopes.of(Scope.JOBS_READ));
        assertThat(any.missing(both)).isEqualTo(Scopes.NONE);
        assertThat(any.missing(Scopes.NONE)).isEqualTo(Scopes.NONE);
        assertThat(workersToo.missing(worker)).isEqualTo(Scopes.NONE);
        assertThat(required(Scope.WORKER).missing(worker)).isEqualTo(Scopes.NONE);
        assertThat(required(Scope.WORKER).missing(Scopes.of(Role.ADMIN))).isEqualTo(worker);
        assertThat(required(Scope.ACCOUNT).missing(worker)).isEqualTo(Scopes.of(Scope.ACCOUNT));
    }

    private static ScopeRule required(Scope scope) {
        return new ScopeRule(Scopes.of(new Scope[] {scope}), false);
    }

    private static RoutePolicy policy(Class<?> resource, String method) {
        try {
            return RoutePolicy.of(resource.getDeclaredMethod(method));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private interface Bare {
        void none();

        @Public
        @Unlimited
        void open();

        @SignedLink
        void file();

        @SignedFolder
        void folder();

        @StreamedBody
        void streamed();
    }

    @AdminOnly
    @AccountsOnly
    @RequiresScope(Scope.ADMIN)
    private interface Administration {
        void inherits();

        @RequiresScope(Scope.JOBS_READ)
        void narrower();

        @AnyScope
        void anyScope();
    }

    @AnyScope
    private interface AnyToken {
        void any();

        @AnyScope(workers = true)
        void workersToo();

        @RequiresScope(Scope.ACCOUNT)
        void account();
    }
}
