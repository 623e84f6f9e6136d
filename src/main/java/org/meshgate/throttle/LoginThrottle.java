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
import org.meshgate.problem.LoginThrottledException;
import org.meshgate.throttle.ThrottleStore.Attempt;
import org.meshgate.throttle.ThrottleStore.Counter;
import org.meshgate.throttle.ThrottleStore.Decision;

/**
 * How often passwords may be tried and accounts be made. No account is locked: whoever waits as long as they are told is
 * heard, unless others take that turn from many addresses. An attempt is counted before the password is looked at, so that many at once are not more than one after the
 * other; the right password takes the count back.
 */
@ApplicationScoped
public class LoginThrottle {

    /** The name of the limit of registrations. */
    static final String REGISTRATIONS = "register";

    private static final Logger LOG = Logger.getLogger(LoginThrottle.class);

    /** So long at most waits somebody who tries one account from one address again and again. */
    private static final Duration MAX_DELAY = Duration.ofMinutes(5);

    /** In how many ways an account can be named: by its username and by its e-mail address. */
    private static final int SPELLINGS = 2;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final ThrottleStore store;
    private final Limit here;
    private final Limit address;
    private final Limit everywhere;
    private final Limit account;
    private final Limit registrations;

    LoginThrottle(MeshgateConfig config, ThrottleStore store) {
        SecurityConfig settings = config.security();
        this.store = store;
        this.here = new Limit("login", settings.loginPerMinute(), MINUTE);
        this.address = new Limit("login-address", settings.loginPerMinuteAddress(), MINUTE);
        this.everywhere = new Limit("login-account", settings.loginPerHourAccount(), HOUR);
        this.account = new Limit("login-account-total", SPELLINGS * settings.loginPerHourAccount(), HOUR);
        this.registrations = new Limit(REGISTRATIONS, settings.registerPerHourAddress(), HOUR);
    }

    /** An attempt that was let through; the caller says what became of it, unless it failed. */
    public interface Admission {

        /** The password was right. Never fails: it must not undo the success. */
        Uni<Void> succeeded();

        /** The password was not looked at. Never fails. */
        Uni<Void> notTried();
    }

    /**
     * Asks for an attempt at a password. What was typed is counted, folded, and so alike whether or not there is such an
     * account: name and e-mail address have counters of their own, or one could tell by them that both are one account.
     * Behind these stands a counter by account, for twice as many attempts, which name and address together never reach.
     *
     * @param network the network of the client
     * @param login what was typed as the name, of any length; the name of the account where a session tells it
     * @param userId the account, if there is one
     * @return fails with {@link LoginThrottledException}
     */
    public Uni<Admission> attempt(String network, String login, Optional<String> userId) {
        String typed = login.strip().toLowerCase(Locale.ROOT);
        return decide(
                List.of(
                        new Counter(here, typed + " " + network, MAX_DELAY, false),
                        new Counter(address, network, Duration.ZERO, false),
                        new Counter(everywhere, typed, Duration.ZERO, true),
                        // without an account there is no such counter; another one costs the same work
                        new Counter(account, userId.orElse(typed), Duration.ZERO, true)),
                userId,
                network);
    }

    /**
     * Asks to make an account.
     *
     * @return fails with {@link LoginThrottledException}
     */
    public Uni<Admission> registration(String network) {
        return decide(List.of(new Counter(registrations, network, Duration.ZERO, false)), Optional.empty(), network);
    }

    /** An account was made from this address, which it so knows as if it had logged in there. Never fails. */
    public Uni<Void> registered(String network, String userId) {
        return everywhere.on()
                ? new Counted(new Attempt(List.of(), Optional.of(userId), network), false).remember()
                : Uni.createFrom().voidItem();
    }

    private Uni<Admission> decide(List<Counter> counters, Optional<String> userId, String network) {
        Attempt attempt = new Attempt(
                counters.stream().filter(counter -> counter.limit().on()).toList(), userId, network);
        if (attempt.counters().isEmpty()) {
            return Uni.createFrom().item(new Counted(attempt, true));
        }
        return store.decide(attempt).map(decision -> {
            if (decision instanceof Decision.Refused refused) {
                throw refusal(refused);
            }
            return new Counted(attempt, decision instanceof Decision.Taken taken && taken.known());
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

    private final class Counted implements Admission {

        private final Attempt attempt;
        private final boolean known;

        Counted(Attempt attempt, boolean known) {
            this.attempt = attempt;
            this.known = known;
        }

        /** The address has still made an attempt: who owns one account could else have passwords hashed without end. */
        @Override
        public Uni<Void> succeeded() {
            return settle(
                    taken().filter(counter -> counter.limit() == everywhere || counter.limit() == account),
                    taken().filter(counter -> counter.limit() == here),
                    true);
        }

        @Override
        public Uni<Void> notTried() {
            return settle(taken(), Stream.empty(), false);
        }

        private Stream<Counter> taken() {
            return attempt.counters().stream().filter(counter -> !(known && counter.openToKnown()));
        }

        private Uni<Void> settle(Stream<Counter> giveBack, Stream<Counter> forget, boolean remember) {
            return attempt.counters().isEmpty() ? Uni.createFrom().voidItem() : write(giveBack, forget, remember);
        }

        Uni<Void> remember() {
            return write(Stream.empty(), Stream.empty(), true);
        }

        private Uni<Void> write(Stream<Counter> giveBack, Stream<Counter> forget, boolean remember) {
            return store.settle(attempt, giveBack.toList(), forget.toList(), remember)
                    .onFailure()
                    .invoke(failure -> LOG.debugf("an attempt stays counted: %s", failure.getMessage()))
                    .onFailure()
                    .recoverWithNull()
                    .replaceWithVoid();
        }
    }
}
