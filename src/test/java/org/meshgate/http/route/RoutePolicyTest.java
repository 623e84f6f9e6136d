package org.meshgate.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.AnyScope;
import org.meshgate.caller.Public;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
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
    void annotationsOfTheClassCountForEachMethod() {
        RoutePolicy policy = policy(Administration.class, "inherits");

        assertThat(policy.adminOnly()).isTrue();
        assertThat(policy.accountsOnly()).isTrue();
        assertThat(policy.scopes()).contains(Scopes.of(Scope.ADMIN));
    }

    @Test
    void scopesOfTheMethodReplaceThoseOfTheClass() {
        assertThat(policy(Administration.class, "narrower").scopes()).contains(Scopes.of(Scope.JOBS_READ));
        assertThat(policy(Administration.class, "anyScope").scopes()).contains(Scopes.NONE);
        assertThat(policy(AnyToken.class, "account").scopes()).contains(Scopes.of(Scope.ACCOUNT));
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
        @RequiresScope(Scope.ACCOUNT)
        void account();
    }
}
