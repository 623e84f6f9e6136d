package org.meshgate.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.testing.Tries;

/** What holds of every set of scopes; there are few enough to try them all. */
class ScopesRulesTest {

    private static final List<Scopes> ALL =
            IntStream.range(0, 1 << Scope.values().length).mapToObj(Scopes::new).toList();

    @Test
    void aTokenNeverHasMoreThanItsRole() {
        for (Role role : Role.values()) {
            for (Scopes granted : ALL) {
                Scopes effective = token(Optional.of(granted)).scopes(role);
                assertThat(within(effective, Scopes.grantable(role))).isTrue();
                assertThat(within(effective, granted)).isTrue();
                assertThat(effective.has(Scope.ADMIN)).isEqualTo(role == Role.ADMIN && granted.has(Scope.ADMIN));
            }
            assertThat(token(Optional.empty()).scopes(role)).isEqualTo(Scopes.of(role));
        }
    }

    @Test
    void onlyAGrantByNameMakesAWorker() {
        for (Role role : Role.values()) {
            assertThat(token(Optional.empty()).scopes(role).has(Scope.WORKER)).isFalse();
            for (Scopes granted : ALL) {
                Scopes effective = token(Optional.of(granted)).scopes(role);
                assertThat(effective.has(Scope.WORKER)).isEqualTo(granted.has(Scope.WORKER));
                assertThat(effective.isWorkerOnly())
                        .isEqualTo(effective.jsonNames().equals(List.of("worker")));
            }
        }
        assertThat(new Caller.Anonymous().scopes().jsonNames())
                .containsExactly("jobs:read", "jobs:write", "account", "worker");
    }

    @Test
    void whoIsGrantedLessMayLess() {
        for (Scopes small : ALL) {
            for (Scopes large : ALL) {
                if (within(small, large)) {
                    for (Role role : Role.values()) {
                        assertThat(within(
                                        token(Optional.of(small)).scopes(role),
                                        token(Optional.of(large)).scopes(role)))
                                .isTrue();
                    }
                }
                assertThat(within(small, large)).isEqualTo(small.and(large).equals(small));
                assertThat(small.without(large).and(large)).isEqualTo(Scopes.NONE);
            }
        }
        for (Scopes granted : ALL) {
            assertThat(within(
                            token(Optional.of(granted)).scopes(Role.USER),
                            token(Optional.of(granted)).scopes(Role.ADMIN)))
                    .isTrue();
        }
    }

    @Test
    void namesAreReadAsTheyWereWrittenAndOthersGiveNothing() {
        for (Scopes scopes : ALL) {
            assertThat(Scopes.fromJsonNames(scopes.jsonNames())).isEqualTo(scopes);
            Tries.forAll(
                    100,
                    values -> values.mistyped(values.oneOf(List.of("jobs:read", "jobs:write", "account", "admin"))),
                    other -> {
                        List<String> names = new ArrayList<>(scopes.jsonNames());
                        names.add(other);
                        assertThat(Scopes.fromJsonNames(names)).isEqualTo(scopes);
                    });
        }
    }

    private static boolean within(Scopes small, Scopes large) {
        return small.without(large).isEmpty();
    }

    private static ApiToken token(Optional<Scopes> granted) {
        return new ApiToken(
                "tok_0123456789abcdef",
                "user_0123456789abcdef",
                "app",
                "p3d_00000000",
                TokenKind.API,
                Instant.EPOCH,
                Optional.empty(),
                granted,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
