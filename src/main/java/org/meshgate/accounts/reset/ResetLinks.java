package org.meshgate.accounts.reset;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.meshgate.accounts.admin.PasswordReset;
import org.meshgate.identity.code.ResetCode;
import org.meshgate.identity.store.ResetCodeStore;
import org.meshgate.problem.ProblemType;

/** Creates reset links on behalf of administrators. Redis stores only the hash of a code. */
@ApplicationScoped
public class ResetLinks {

    private static final Duration LIFETIME = Duration.ofDays(1);

    private final PasswordReset passwordReset;
    private final ResetCodeStore store;
    private final SecureRandom random;
    private final Clock clock;

    ResetLinks(PasswordReset passwordReset, ResetCodeStore store, SecureRandom random, Clock clock) {
        this.passwordReset = passwordReset;
        this.store = store;
        this.random = random;
        this.clock = clock;
    }

    /** The plain-text code of a new link, which is shown only once, and its expiry. */
    public record IssuedResetCode(String code, Instant expiresAt) {

        @Override
        public String toString() {
            return "IssuedResetCode[" + expiresAt + "]";
        }
    }

    /**
     * Creates the code of a link that is valid for a day, in place of an earlier one. A disabled user can use it once
     * they are enabled within that day.
     *
     * @param adminId id of the acting administrator, who must be another user; {@code cli} for commands
     * @return fails with {@link ProblemType#OWN_PASSWORD}, {@link ProblemType#USER_NOT_FOUND} or
     *     {@link ProblemType#SERVICE_ACCOUNT}
     */
    public Uni<IssuedResetCode> create(String adminId, String userId) {
        return passwordReset.person(adminId, userId).chain(user -> {
            String code = ResetCode.generate(user.id(), random);
            Instant end = clock.instant().truncatedTo(ChronoUnit.MILLIS).plus(LIFETIME);
            return store.add(ResetCode.parse(code).orElseThrow(), adminId, end).map(stored -> {
                if (!stored) {
                    throw ProblemType.USER_NOT_FOUND.exception();
                }
                return new IssuedResetCode(code, end);
            });
        });
    }
}
