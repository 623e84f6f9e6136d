package org.meshgate.throttle;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.SecurityConfig;
import org.meshgate.problem.limit.LoginThrottledException;
import org.meshgate.throttle.ThrottleStore.Attempt;
import org.meshgate.throttle.ThrottleStore.Counter;
import org.meshgate.throttle.ThrottleStore.Decision;

/**
 * Throttles password attempts and registrations. Accounts are never locked: an attempt made after {@code Retry-After}
 * is accepted, unless other addresses have used the slot. An attempt is counted before the password is verified, so
 * that concurrency gains nothing; a correct password refunds the count.
 */
@ApplicationScoped
public class LoginThrottle {

    /** The name of the registration limit. */
    static final String REGISTRATIONS = "register";

    private static final Logger LOG = Logger.getLogger(LoginThrottle.class);

    /** Maximum delay for repeated attempts on one account from one address. */
    private static final Duration MAX_DELAY = Duration.ofMinutes(5);

    /** Number of names of an account: username and e-mail address. */
    private static final int NAMES_PER_ACCOUNT = 2;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final ThrottleStore store;
    private final Limit loginAndAddress;
    private final Limit address;
    private final Limit loginTotal;
    private final Limit accountTotal;
    private final Limit registrations;

    LoginThrottle(MeshgateConfig config, ThrottleStore store) {
        SecurityConfig settings = config.security();
        this.store = store;
        this.loginAndAddress = new Limit("login", settings.loginPerMinute(), MINUTE);
        this.address = new Limit("login-address", settings.loginPerMinuteAddress(), MINUTE);
        this.loginTotal = new Limit("login-account", settings.loginPerHourAccount(), HOUR);
        this.accountTotal = new Limit("login-account-total", NAMES_PER_ACCOUNT * settings.loginPerHourAccount(), HOUR);
        this.registrations = new Limit(REGISTRATIONS, settings.registerPerHourAddress(), HOUR);
    }

    /** An admitted attempt. The caller reports its outcome, except for a wrong password. */
    public interface Admission {

        /** Reports a correct password. Never fails, so that the login succeeds. */
        Uni<Void> succeeded();

        /** Reports that the password was not verified. Never fails. */
        Uni<Void> notTried();
    }

    /**
     * Requests an attempt at a password. Counters use the case-folded login as typed, so that unknown accounts behave
     * the same. Username and e-mail address are counted separately, because a shared counter would reveal that they
     * belong to one account. A third counter per account allows twice as many attempts, which both together cannot
     * exceed.
     *
     * @param network network of the client
     * @param login login as typed, of any length; the username if a session is known
     * @param userId id of the account, if it exists
     * @return fails with {@link LoginThrottledException}
     */
    public Uni<Admission> attempt(String network, String login, Optional<String> userId) {
        String typed = login.strip().toLowerCase(Locale.ROOT);
        return decide(
                List.of(
                        new Counter(loginAndAddress, typed + " " + network, MAX_DELAY, false),
                        new Counter(address, network, Duration.ZERO, false),
                        new Counter(loginTotal, typed, Duration.ZERO, true),
                        // unknown accounts have no such counter; a substitute makes the work equal
                        new Counter(accountTotal, userId.orElse(typed), Duration.ZERO, true)),
                userId,
                network);
    }

    /**
     * Requests a registration.
     *
     * @return fails with {@link LoginThrottledException}
     */
    public Uni<Admission> registration(String network) {
        return decide(List.of(new Counter(registrations, network, Duration.ZERO, false)), Optional.empty(), network);
    }

    /**
     * Requests an attempt at a one-time code, which counts for the address as a login does.
     *
     * @return fails with {@link LoginThrottledException}
     */
    public Uni<Admission> code(String network) {
        return decide(List.of(new Counter(address, network, Duration.ZERO, false)), Optional.empty(), network);
    }

    /** Reports a registration or the use of a one-time code, so that the account knows this address as after a login. Never fails. */
    public Uni<Void> registered(String network, String userId) {
        return loginTotal.on()
                ? new CountedAdmission(new Attempt(List.of(), Optional.of(userId), network), false).remember()
                : Uni.createFrom().voidItem();
    }

    private Uni<Admission> decide(List<Counter> counters, Optional<String> userId, String network) {
        Attempt attempt = new Attempt(
                counters.stream().filter(counter -> counter.limit().on()).toList(), userId, network);
        if (attempt.counters().isEmpty()) {
            return Uni.createFrom().item(new CountedAdmission(attempt, true));
        }
        return store.decide(attempt).map(decision -> {
            if (decision instanceof Decision.Refused refused) {
                throw refusal(refused);
            }
            return new CountedAdmission(attempt, decision instanceof Decision.Taken taken && taken.known());
        });
    }

    private static LoginThrottledException refusal(Decision.Refused refused) {
        long seconds =
                refused.delay().plusNanos(Duration.ofSeconds(1).toNanos() - 1).toSeconds();
        return new LoginThrottledException(
                refused.limit().name(),
                Duration.ofSeconds(seconds),
                refused.limit().policy(),
                refused.limit().status(0, seconds));
    }

    private final class CountedAdmission implements Admission {

        private final Attempt attempt;
        private final boolean known;

        CountedAdmission(Attempt attempt, boolean known) {
            this.attempt = attempt;
            this.known = known;
        }

        /** Keeps the count of the address, else the owner of one account could trigger unlimited password hashes. */
        @Override
        public Uni<Void> succeeded() {
            return settle(
                    taken().filter(counter -> counter.limit() == loginTotal || counter.limit() == accountTotal),
                    taken().filter(counter -> counter.limit() == loginAndAddress),
                    true);
        }

        @Override
        public Uni<Void> notTried() {
            return settle(taken(), Stream.empty(), false);
        }

        private Stream<Counter> taken() {
            return attempt.counters().stream().filter(counter -> !(known && counter.openToKnown()));
        }

        private Uni<Void> settle(Stream<Counter> refund, Stream<Counter> reset, boolean remember) {
            return attempt.counters().isEmpty() ? Uni.createFrom().voidItem() : write(refund, reset, remember);
        }

        Uni<Void> remember() {
            return write(Stream.empty(), Stream.empty(), true);
        }

        private Uni<Void> write(Stream<Counter> refund, Stream<Counter> reset, boolean remember) {
            return store.settle(attempt, refund.toList(), reset.toList(), remember)
                    .onFailure()
                    .invoke(failure -> LOG.debugf("Could not refund an attempt: %s", failure.getMessage()))
                    .onFailure()
                    .recoverWithNull()
                    .replaceWithVoid();
        }
    }
}
