package org.meshgate.accounts.login;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import org.meshgate.runtime.EnumCounters;

/** Counts logins and registrations by outcome only, so that no metric identifies a user. */
@Startup
@ApplicationScoped
class LoginMetrics {

    private static final int SERVER_ERROR = 500;

    private final EnumCounters<Login> logins;
    private final EnumCounters<Registration> registrations;

    LoginMetrics(MeterRegistry registry) {
        this.logins =
                new EnumCounters<>(registry, Login.class, "meshgate.logins", "Login attempts by outcome", "outcome");
        this.registrations = new EnumCounters<>(
                registry, Registration.class, "meshgate.registrations", "Registration attempts by outcome", "outcome");
    }

    private enum Login {
        SUCCEEDED,
        REFUSED,
        THROTTLED,
        BUSY,
        DISABLED,
        /** Undecided: Redis was down, or the account was changed concurrently. */
        FAILED
    }

    private enum Registration {
        CREATED,
        REFUSED,
        THROTTLED,
        BUSY,
        /** Undecided: Redis was down, or the accounts are not indexed yet. */
        FAILED
    }

    <T> Uni<T> login(Uni<T> attempt) {
        return attempt.invoke(() -> logins.increment(Login.SUCCEEDED))
                .onFailure()
                .invoke(failure -> logins.increment(loginOutcome(failure)));
    }

    <T> Uni<T> registration(Uni<T> attempt) {
        return attempt.invoke(() -> registrations.increment(Registration.CREATED))
                .onFailure()
                .invoke(failure -> registrations.increment(registrationOutcome(failure)));
    }

    private static Login loginOutcome(Throwable failure) {
        return type(failure)
                .map(type -> switch (type) {
                    case INVALID_CREDENTIALS -> Login.REFUSED;
                    case LOGIN_THROTTLED -> Login.THROTTLED;
                    case BUSY -> Login.BUSY;
                    case ACCOUNT_DISABLED -> Login.DISABLED;
                    default -> Login.FAILED;
                })
                .orElse(Login.FAILED);
    }

    private static Registration registrationOutcome(Throwable failure) {
        return type(failure)
                .map(type -> switch (type) {
                    case LOGIN_THROTTLED -> Registration.THROTTLED;
                    case BUSY -> Registration.BUSY;
                    default -> type.status() < SERVER_ERROR ? Registration.REFUSED : Registration.FAILED;
                })
                .orElse(Registration.FAILED);
    }

    private static Optional<ProblemType> type(Throwable failure) {
        return failure instanceof ProblemException problem ? Optional.of(problem.type()) : Optional.empty();
    }
}
