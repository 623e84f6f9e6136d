package org.meshgate.identity.index;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.meshgate.identity.password.LegacyPasswordHash;
import org.meshgate.identity.store.UserIndexStore;
import org.meshgate.identity.store.UserIndexStore.Walked;
import org.meshgate.redis.CursorScan;
import org.meshgate.runtime.PeriodicTasks;

/**
 * Builds the indexes of users over accounts that 3DAIGC-API made: once after the start, while serving, and again when there
 * are more accounts than the indexes know. Several replicas may do this side by side.
 */
@ApplicationScoped
public class UserIndexer {

    private static final Logger LOG = Logger.getLogger(UserIndexer.class);

    private static final Duration TICK = Duration.ofSeconds(1);

    /** How many ticks lie between two looks at the numbers, once the first walk is done. */
    private static final int TICKS_BETWEEN_LOOKS = 60;

    private static final int STEP = 200;

    /** How often accounts are walked through that change meanwhile. */
    private static final int PASSES = 5;

    private final UserIndexStore store;
    private final PeriodicTasks periodicTasks;
    private final AtomicLong ticks = new AtomicLong();

    private volatile boolean walkedOnce;

    UserIndexer(UserIndexStore store, PeriodicTasks periodicTasks) {
        this.store = store;
        this.periodicTasks = periodicTasks;
    }

    /**
     * One step through all users.
     *
     * @param users how many it met
     * @param dangling how many ids belong to nobody
     * @param unindexed how many users the indexes did not know
     * @param oldPasswords how many still have a password hash of 3DAIGC-API
     * @param withOldTokens ids of those for whom 3DAIGC-API lists tokens
     * @param next where to go on; absent at the end
     */
    public record Step(
            long users,
            long dangling,
            long unindexed,
            long oldPasswords,
            List<String> withOldTokens,
            Optional<String> next) {}

    void start(@Observes StartupEvent event) {
        periodicTasks.every(TICK, LOG, "indexes of users are not built at the moment", this::tick);
    }

    private Uni<Void> tick() {
        if (!walkedOnce) {
            return walk().invoke(() -> walkedOnce = true);
        }
        return ticks.incrementAndGet() % TICKS_BETWEEN_LOOKS == 0
                ? complete()
                : Uni.createFrom().voidItem();
    }

    /** How many users there are. */
    public Uni<Long> count() {
        return store.count();
    }

    /** How many active administrators the indexes know. */
    public Uni<Long> activeAdmins() {
        return store.activeAdmins();
    }

    /** Whether there are accounts that the indexes do not know. */
    public Uni<Boolean> incomplete() {
        return store.incomplete();
    }

    /** Builds what is missing; nothing to do takes two small reads. */
    public Uni<Void> complete() {
        return complete(PASSES);
    }

    private Uni<Void> complete(int passes) {
        return store.incomplete()
                .chain(incomplete -> incomplete && passes > 0
                        ? walk().chain(() -> complete(passes - 1))
                        : Uni.createFrom().voidItem());
    }

    /** Whether all accounts have been walked through once since the start. */
    boolean walkedOnce() {
        return walkedOnce;
    }

    private Uni<Void> walk() {
        return CursorScan.of(cursor -> step(cursor, true), Step::next)
                .collect()
                .with(Collectors.summingLong(Step::unindexed))
                .invoke(unindexed -> {
                    if (unindexed > 0) {
                        LOG.infof("%d accounts were not indexed, and are now", unindexed);
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Looks at some users.
     *
     * @param cursor of the step before, or nothing to begin
     * @param change whether those that the indexes do not know are put there, and ids that belong to nobody removed
     */
    public Uni<Step> step(Optional<String> cursor, boolean change) {
        return store.walk(cursor, STEP).chain(walked -> {
            List<Walked> unknown = walked.users().stream()
                    .filter(user -> !user.indexed() || !user.exists())
                    .toList();
            Uni<Void> work = change && !unknown.isEmpty()
                    ? store.index(unknown)
                    : Uni.createFrom().voidItem();
            return work.replaceWith(() -> summary(walked.users(), walked.next()));
        });
    }

    private static Step summary(List<Walked> walked, Optional<String> next) {
        List<Walked> users = walked.stream().filter(Walked::exists).toList();
        return new Step(
                users.size(),
                walked.size() - users.size(),
                users.stream().filter(user -> !user.indexed()).count(),
                users.stream().filter(UserIndexer::hasOldPassword).count(),
                walked.stream()
                        .filter(user -> user.oldTokens() > 0)
                        .map(Walked::id)
                        .toList(),
                next);
    }

    private static boolean hasOldPassword(Walked user) {
        return user.user()
                .flatMap(account -> Optional.ofNullable(account.passwordHash()))
                .flatMap(LegacyPasswordHash::parse)
                .isPresent();
    }
}
