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
import org.meshgate.http.ClientAddress;
import org.meshgate.identity.InvalidationStamps;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.runtime.PeriodicTasks;

/**
 * Terminates long-lived responses when their authorization ends: the token expires or is revoked, or its user is
 * disabled, deleted or given another role. Compares the invalidation stamps four times a second, in memory. Verifies
 * a token again only after a change, or once a second while the invalidation feed is down.
 */
@ApplicationScoped
public class AccessMonitor {

    private static final Logger LOG = Logger.getLogger(AccessMonitor.class);

    private static final Duration PERIOD = Duration.ofMillis(250);

    /** Interval between checks while the invalidation feed is down, and after a failed check. */
    private static final Duration CHECK_PERIOD = Duration.ofSeconds(1);

    private final InvalidationStamps stamps;
    private final InvalidationFeed feed;
    private final TokenVerifier verifier;
    private final PeriodicTasks periodicTasks;
    private final Clock clock;

    /** Bounded by the limits of long-lived responses. */
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
        periodicTasks.every(PERIOD, LOG, "Checking the access of open streams failed", () -> {
            if (!watches.isEmpty()) {
                boolean feedIsHealthy = feed.proven();
                watches.forEach(watch -> watch.poll(feedIsHealthy));
            }
            return Uni.createFrom().voidItem();
        });
    }

    /**
     * Watches a session.
     *
     * @param session the verified session
     * @param token plain text of its token
     * @param client address of the client
     * @param onAccessLost runs once when the session has ended
     * @return stops watching; to be run when the response ends
     */
    public Runnable watchSession(
            TokenVerification.Valid session, String token, ClientAddress client, Runnable onAccessLost) {
        return add(new Watch(
                List.of(session.user().id(), TokenFormat.sha256(token)),
                session.token().expiry(),
                () -> check(session, token, client),
                onAccessLost));
    }

    /** Whether a session lasts at this moment; fails when that cannot be determined. */
    public Uni<Boolean> admits(TokenVerification.Valid session, String token, ClientAddress client) {
        return check(session, token, client).map(Access::admitted);
    }

    private Uni<Access> check(TokenVerification.Valid session, String token, ClientAddress client) {
        return verifier.verify(token, client)
                .result()
                .map(now -> access(now, session.user().role()));
    }

    /** Takes over the current expiry, because a rotation may shorten it. */
    private static Access access(TokenVerification now, Role role) {
        return now instanceof TokenVerification.Valid valid && valid.user().role() == role
                ? new Access(true, valid.token().expiry())
                : new Access(false, Optional.empty());
    }

    /**
     * Watches a signed link.
     *
     * @param viewer id of the user to whom the link was issued; empty in simple mode
     * @param end when the link expires
     * @param check whether the link still grants access; fails if that cannot be determined
     * @param onAccessLost runs once when the link grants no access any more
     * @return stops watching; to be run when the response ends
     */
    public Runnable watchLink(
            Optional<String> viewer, Instant end, Supplier<Uni<Boolean>> check, Runnable onAccessLost) {
        return add(new Watch(
                viewer.stream().toList(),
                Optional.of(end),
                () -> check.get().map(opens -> new Access(opens, Optional.of(end))),
                onAccessLost));
    }

    /**
     * The result of a check.
     *
     * @param admitted whether the caller still has the access that the response began with
     * @param end when the access expires; empty for never
     */
    private record Access(boolean admitted, Optional<Instant> end) {}

    private Runnable add(Watch watch) {
        watches.add(watch);
        return () -> watches.remove(watch);
    }

    /** The number of watched responses. */
    int watching() {
        return watches.size();
    }

    private final class Watch {

        private final List<String> names;
        private final Supplier<Uni<Access>> check;
        private final Runnable onAccessLost;
        private final AtomicBoolean checking = new AtomicBoolean();

        private volatile Optional<Instant> end;

        /** Older than every stamp, so that the first poll checks. */
        private volatile long stamp = Long.MIN_VALUE;

        private volatile Instant checked = Instant.MIN;

        /** Delays the next check after a failed one. */
        private volatile Instant notBefore = Instant.MIN;

        Watch(List<String> names, Optional<Instant> end, Supplier<Uni<Access>> check, Runnable onAccessLost) {
            this.names = names;
            this.end = end;
            this.check = check;
            this.onAccessLost = onAccessLost;
        }

        void poll(boolean feedIsHealthy) {
            Instant now = clock.instant();
            if (end.filter(time -> !now.isBefore(time)).isPresent()) {
                end();
            } else if (!now.isBefore(notBefore)
                    && (changed() || !feedIsHealthy && now.isAfter(checked.plus(CHECK_PERIOD)))
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
                                LOG.debugf("Could not check the access of a stream: %s", failure.getMessage());
                            });
        }

        private void end() {
            if (watches.remove(this)) {
                onAccessLost.run();
            }
        }
    }
}
