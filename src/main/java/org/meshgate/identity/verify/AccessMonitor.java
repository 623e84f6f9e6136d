package org.meshgate.identity.verify;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.meshgate.caller.Role;
import org.meshgate.identity.InvalidationStamps;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.runtime.PeriodicTasks;

/**
 * Ends answers that go on for long when what admitted their caller ends: the token expires or is revoked, its user is disabled,
 * deleted, or gets another role. Four times a second it compares the stamps of changes, in memory; only after a change, or while
 * Redis does not tell of changes, a token is verified again.
 */
@ApplicationScoped
public class AccessMonitor {

    private static final Logger LOG = Logger.getLogger(AccessMonitor.class);

    private static final Duration PERIOD = Duration.ofMillis(250);

    /** From one check to the next while changes are not told. */
    private static final Duration CHECK_PERIOD = Duration.ofSeconds(1);

    private final InvalidationStamps stamps;
    private final InvalidationFeed feed;
    private final TokenVerifier verifier;
    private final PeriodicTasks periodicTasks;
    private final Clock clock;

    /** As many as there are long answers, which have a limit. */
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    AccessMonitor(
            InvalidationStamps stamps,
            InvalidationFeed feed,
            TokenVerifier verifier,
            PeriodicTasks periodicTasks,
            Clock clock) {
        this.stamps = stamps;
        this.feed = feed;
        this.verifier = verifier;
        this.periodicTasks = periodicTasks;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        periodicTasks.every(PERIOD, LOG, "access to streams is not checked", () -> {
            if (!watches.isEmpty()) {
                boolean changesAreTold = feed.proven();
                watches.forEach(watch -> watch.look(changesAreTold));
            }
            return Uni.createFrom().voidItem();
        });
    }

    /**
     * Watches a session.
     *
     * @param session as it was verified
     * @param token its text
     * @param lost is run once when the session has ended
     * @return to be run when nobody is interested any more
     */
    public Runnable watchSession(TokenVerification.Valid session, String token, Runnable lost) {
        return add(new Watch(
                List.of(session.user().id(), TokenFormat.sha256(token)),
                session.token().expiry(),
                () -> verifier.verify(token)
                        .map(now -> access(now, session.user().role())),
                lost));
    }

    /** A rotation gives a token an end that it had not. */
    private static Access access(TokenVerification now, Role role) {
        return now instanceof TokenVerification.Valid valid && valid.user().role() == role
                ? new Access(true, valid.token().expiry())
                : new Access(false, Optional.empty());
    }

    /**
     * Watches a signed link.
     *
     * @param viewer the id of the user to whom the link was shown; absent on a server without accounts
     * @param end when the link expires
     * @param check whether the link still opens what it opened; fails when that cannot be told
     * @param lost is run once when it does not
     * @return to be run when nobody is interested any more
     */
    public Runnable watchLink(Optional<String> viewer, Instant end, Supplier<Uni<Boolean>> check, Runnable lost) {
        return add(new Watch(
                viewer.stream().toList(),
                Optional.of(end),
                () -> check.get().map(opens -> new Access(opens, Optional.of(end))),
                lost));
    }

    /**
     * What a check has told.
     *
     * @param admitted whether the caller still has the access with which the answer began
     * @param end when it ends by itself; absent for never
     */
    private record Access(boolean admitted, Optional<Instant> end) {}

    private Runnable add(Watch watch) {
        watches.add(watch);
        return () -> watches.remove(watch);
    }

    /** How many answers are watched. */
    int watching() {
        return watches.size();
    }

    private final class Watch {

        private final List<String> names;
        private final Supplier<Uni<Access>> check;
        private final Runnable lost;
        private final AtomicBoolean checking = new AtomicBoolean();

        private volatile Optional<Instant> end;

        /** Nothing was checked since the answer began, so the first look does. */
        private volatile long stamp = Long.MIN_VALUE;

        private volatile Instant checked = Instant.MIN;

        /** When Redis could not be asked, not at once again. */
        private volatile Instant notBefore = Instant.MIN;

        Watch(List<String> names, Optional<Instant> end, Supplier<Uni<Access>> check, Runnable lost) {
            this.names = names;
            this.end = end;
            this.check = check;
            this.lost = lost;
        }

        void look(boolean changesAreTold) {
            Instant now = clock.instant();
            if (end.filter(time -> !now.isBefore(time)).isPresent()) {
                end();
            } else if (!now.isBefore(notBefore)
                    && (changed() || !changesAreTold && now.isAfter(checked.plus(CHECK_PERIOD)))
                    && checking.compareAndSet(false, true)) {
                check(now);
            }
        }

        private boolean changed() {
            long then = stamp;
            return !names.stream().allMatch(name -> stamps.sameSince(then, name));
        }

        private void check(Instant now) {
            long before = stamps.now();
            check.get()
                    .onTermination()
                    .invoke(() -> checking.set(false))
                    .subscribe()
                    .with(
                            access -> {
                                stamp = before;
                                checked = now;
                                end = access.end();
                                if (!access.admitted()) {
                                    end();
                                }
                            },
                            failure -> {
                                notBefore = now.plus(CHECK_PERIOD);
                                LOG.debugf("a stream goes on unchecked: %s", failure.getMessage());
                            });
        }

        private void end() {
            if (watches.remove(this)) {
                lost.run();
            }
        }
    }
}
