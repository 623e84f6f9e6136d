package org.meshgate.accounts.login;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;

/** Counts logins and registrations by outcome only, so that no metric identifies a user. */
@Startup
@ApplicationScoped
class LoginMetrics {

    private static final int SERVER_ERROR = 500;

    private final Map<Login, Counter> logins = new EnumMap<>(Login.class);
    private final Map<Registration, Counter> registrations = new EnumMap<>(Registration.class);

    LoginMetrics(MeterRegistry registry) {
        for (Login outcome : Login.values()) {
            logins.put(outcome, counter(registry, "meshgate.logins", "Logins that were tried", outcome));
        }
        for (Registration outcome : Registration.values()) {
            registrations.put(
                    outcome,
                    counter(registry, "meshgate.registrations", "Accounts that somebody wanted to make", outcome));
        }
    }

    private static Counter counter(MeterRegistry registry, String name, String description, Enum<?> outcome) {
        return Counter.builder(name)
                .description(description)
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
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
        return attempt.invoke(() -> logins.get(Login.SUCCEEDED).increment())
                .onFailure()
                .invoke(failure -> logins.get(loginOutcome(failure)).increment());
    }

    <T> Uni<T> registration(Uni<T> attempt) {
        return attempt.invoke(() -> registrations.get(Registration.CREATED).increment())
                .onFailure()
                .invoke(failure ->
                        registrations.get(registrationOutcome(failure)).increment());
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
