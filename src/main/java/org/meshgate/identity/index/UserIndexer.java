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
import org.meshgate.identity.store.UserIndexStore.ScannedUser;
import org.meshgate.redis.CursorScan;
import org.meshgate.runtime.PeriodicTasks;

/**
 * Indexes accounts created by 3DAIGC-API: once after startup, while serving, and again whenever some are not indexed.
 * Idempotent, so several replicas may run it concurrently.
 */
@ApplicationScoped
public class UserIndexer {

    private static final Logger LOG = Logger.getLogger(UserIndexer.class);

    private static final Duration TICK = Duration.ofSeconds(1);

    /** Number of ticks between checks for unindexed accounts, after the first scan. */
    private static final int TICKS_BETWEEN_CHECKS = 60;

    private static final int SCAN_COUNT = 200;

    /** Maximum number of scans if accounts repair meanwhile. */
    private static final int MAX_PASSES = 5;

    private final UserIndexStore store;
    private final PeriodicTasks periodicTasks;
    private final AtomicLong ticks = new AtomicLong();

    private volatile boolean firstScanDone;

    UserIndexer(UserIndexStore store, PeriodicTasks periodicTasks) {
        this.store = store;
        this.periodicTasks = periodicTasks;
    }

    /**
     * The summary of one scan step.
     *
     * @param users number of users
     * @param dangling number of ids without a user
     * @param unindexed number of users that were not indexed
     * @param legacyPasswords number of users with a password hash of 3DAIGC-API
     * @param withLegacyTokens ids of users with tokens of 3DAIGC-API
     * @param next cursor of the next step; empty at the end
     */
    public record Step(
            long users,
            long dangling,
            long unindexed,
            long legacyPasswords,
            List<String> withLegacyTokens,
            Optional<String> next) {}

    void start(@Observes StartupEvent event) {
        periodicTasks.every(TICK, LOG, "User indexing failed", this::tick);
    }

    private Uni<Void> tick() {
        if (!firstScanDone) {
            return scan().invoke(() -> firstScanDone = true);
        }
        return ticks.incrementAndGet() % TICKS_BETWEEN_CHECKS == 0
                ? complete()
                : Uni.createFrom().voidItem();
    }

    /** The number of users. */
    public Uni<Long> count() {
        return store.count();
    }

    /** The number of active administrators in the index. */
    public Uni<Long> activeAdmins() {
        return store.activeAdmins();
    }

    /** Whether some accounts are not indexed. */
    public Uni<Boolean> incomplete() {
        return store.incomplete();
    }

    /** Indexes the missing accounts. Takes a few small reads if there are none. */
    public Uni<Void> complete() {
        return complete(MAX_PASSES);
    }

    private Uni<Void> complete(int passes) {
        return store.incomplete()
                .chain(incomplete -> incomplete && passes > 0
                        ? scan().chain(() -> complete(passes - 1))
                        : Uni.createFrom().voidItem());
    }

    /** Whether the first full scan since startup is done. */
    boolean firstScanDone() {
        return firstScanDone;
    }

    private Uni<Void> scan() {
        return CursorScan.of(cursor -> step(cursor, true), Step::next)
                .collect()
                .with(Collectors.summingLong(Step::unindexed))
                .invoke(unindexed -> {
                    if (unindexed > 0) {
                        LOG.infof("Indexed %d accounts", unindexed);
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Scans some users.
     *
     * @param cursor cursor of the previous step; empty to begin
     * @param repair whether to index unindexed users and to remove dangling ids
     */
    public Uni<Step> step(Optional<String> cursor, boolean repair) {
        return store.scan(cursor, SCAN_COUNT).chain(scanned -> {
            List<ScannedUser> toRepair = scanned.items().stream()
                    .filter(user -> !user.indexed() || !user.exists())
                    .toList();
            Uni<Void> work = repair && !toRepair.isEmpty()
                    ? store.index(toRepair)
                    : Uni.createFrom().voidItem();
            return work.replaceWith(() -> summary(scanned.items(), scanned.next()));
        });
    }

    private static Step summary(List<ScannedUser> scanned, Optional<String> next) {
        List<ScannedUser> users = scanned.stream().filter(ScannedUser::exists).toList();
        return new Step(
                users.size(),
                scanned.size() - users.size(),
                users.stream().filter(user -> !user.indexed()).count(),
                users.stream().filter(UserIndexer::hasLegacyPassword).count(),
                scanned.stream()
                        .filter(user -> user.legacyTokens() > 0)
                        .map(ScannedUser::id)
                        .toList(),
                next);
    }

    private static boolean hasLegacyPassword(ScannedUser user) {
        return user.user()
                .flatMap(account -> Optional.ofNullable(account.passwordHash()))
                .flatMap(LegacyPasswordHash::parse)
                .isPresent();
    }
}
