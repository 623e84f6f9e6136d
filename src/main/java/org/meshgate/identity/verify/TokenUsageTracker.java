package org.meshgate.identity.verify;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.meshgate.identity.store.TokenStore;
import org.meshgate.identity.store.TokenStore.TokenUse;
import org.meshgate.runtime.PeriodicTasks;

/**
 * When each token was last used, in memory, and written to Redis in batches: a read of a page must not cost a write, so a
 * token is written at most once a minute.
 */
@ApplicationScoped
public class TokenUsageTracker {

    private static final Logger LOG = Logger.getLogger(TokenUsageTracker.class);

    private static final Duration BATCH = Duration.ofSeconds(5);
    private static final Duration BETWEEN_WRITES = Duration.ofMinutes(1);
    private static final int MAX_CONCURRENT = 1000;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

    private final TokenStore store;
    private final Clock clock;
    private final PeriodicTasks periodicTasks;
    private final Map<String, Use> uses = new ConcurrentHashMap<>();

    TokenUsageTracker(TokenStore store, Clock clock, PeriodicTasks periodicTasks) {
        this.store = store;
        this.clock = clock;
        this.periodicTasks = periodicTasks;
    }

    void start(@Observes StartupEvent event) {
        periodicTasks.every(
                BATCH,
                LOG,
                "last uses are not written at the moment",
                () -> write(clock.instant().minus(BETWEEN_WRITES)));
    }

    /** Before the connections close: nothing is lost by a clean stop. */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        if (!uses.isEmpty()) {
            write(clock.instant())
                    .ifNoItem()
                    .after(STOP_LIMIT)
                    .recoverWithItem((Void) null)
                    .await()
                    .indefinitely();
        }
    }

    /** Notes a use now. */
    void used(String userId, String tokenId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Use known = uses.get(tokenId);
        if (known == null || !known.last().equals(now)) {
            uses.merge(
                    tokenId,
                    new Use(userId, now, Instant.EPOCH, Instant.EPOCH),
                    (before, fresh) -> new Use(userId, fresh.last(), before.written(), before.writtenAt()));
        }
    }

    /** When a token was last used by way of this process, to the second. */
    public Optional<Instant> of(String tokenId) {
        return Optional.ofNullable(uses.get(tokenId)).map(Use::last);
    }

    /** Writes what was not written since, and forgets what is written and old. */
    private Uni<Void> write(Instant notWrittenSince) {
        List<TokenUse> batch = new ArrayList<>();
        uses.forEach((tokenId, use) -> {
            if (use.pending()) {
                if (!use.writtenAt().isAfter(notWrittenSince)) {
                    batch.add(new TokenUse(use.userId(), tokenId, use.last()));
                }
            } else if (use.last().isBefore(notWrittenSince)) {
                uses.remove(tokenId, use);
            }
        });
        return writeFrom(batch, 0);
    }

    /** A part at a time, so that no script holds Redis up for long. */
    private Uni<Void> writeFrom(List<TokenUse> batch, int start) {
        if (start >= batch.size()) {
            return Uni.createFrom().voidItem();
        }
        int end = Math.min(batch.size(), start + MAX_CONCURRENT);
        List<TokenUse> part = batch.subList(start, end);
        Instant now = clock.instant();
        return store.recordUses(part)
                .invoke(() -> part.forEach(written -> uses.computeIfPresent(
                        written.tokenId(), (key, use) -> new Use(use.userId(), use.last(), written.time(), now))))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debugf("last uses not written: %s", failure.getMessage());
                    return Uni.createFrom().voidItem();
                })
                .chain(() -> writeFrom(batch, end));
    }

    /**
     * A use in memory.
     *
     * @param last the second of the last one
     * @param written which one Redis has
     * @param writtenAt when it was told
     */
    private record Use(String userId, Instant last, Instant written, Instant writtenAt) {
        boolean pending() {
            return !last.equals(written);
        }
    }
}
