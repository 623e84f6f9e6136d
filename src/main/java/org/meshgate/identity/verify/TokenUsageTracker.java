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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.SecurityConfig.LastUsedFrom;
import org.meshgate.http.ClientAddress;
import org.meshgate.identity.store.TokenStore;
import org.meshgate.identity.store.TokenStore.TokenUse;
import org.meshgate.identity.token.LastUse;
import org.meshgate.runtime.PeriodicTasks;

/**
 * Tracks the last use of each token in memory and writes it to Redis in batches, at most once a minute per token, so
 * that read requests cause no writes. {@code security.last_used_from} says how much of the client's address is kept.
 */
@ApplicationScoped
public class TokenUsageTracker {

    private static final Logger LOG = Logger.getLogger(TokenUsageTracker.class);

    private static final Duration FLUSH_PERIOD = Duration.ofSeconds(5);
    private static final Duration MIN_WRITE_INTERVAL = Duration.ofMinutes(1);
    private static final int MAX_BATCH = 1000;
    private static final int IPV4_NETWORK_BITS = 24;
    private static final int IPV6_NETWORK_BITS = 48;
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

    private final TokenStore store;
    private final Clock clock;
    private final PeriodicTasks periodicTasks;
    private final LastUsedFrom precision;
    private final Map<String, Use> uses = new ConcurrentHashMap<>();

    TokenUsageTracker(TokenStore store, Clock clock, PeriodicTasks periodicTasks, MeshgateConfig config) {
        this.precision = config.security().lastUsedFrom();
        this.store = store;
        this.clock = clock;
        this.periodicTasks = periodicTasks;
    }

    void start(@Observes StartupEvent event) {
        periodicTasks.every(
                FLUSH_PERIOD,
                LOG,
                "Recording the last uses of tokens failed",
                () -> write(clock.instant().minus(MIN_WRITE_INTERVAL)));
    }

    /** Flushes before the connections close, so that a clean shutdown loses nothing. */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        if (!uses.isEmpty()) {
            write(clock.instant())
                    .ifNoItem()
                    .after(SHUTDOWN_TIMEOUT)
                    .recoverWithItem((Void) null)
                    .await()
                    .indefinitely();
        }
    }

    /** Records a use at the current time. */
    void used(String userId, String tokenId, ClientAddress client) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Use known = uses.get(tokenId);
        if (known == null
                || !known.last().time().equals(now)
                || !known.last().client().equals(client)) {
            Seen last = new Seen(now, client);
            uses.merge(
                    tokenId,
                    new Use(userId, last, Optional.empty(), Instant.EPOCH),
                    (before, fresh) -> new Use(userId, last, before.written(), before.writtenAt()));
        }
    }

    private LastUse record(Seen seen) {
        return new LastUse(seen.time(), kept(seen.client()));
    }

    private Optional<String> kept(ClientAddress client) {
        return switch (precision) {
            case ADDRESS -> client.whole();
            case NETWORK -> client.network(IPV4_NETWORK_BITS, IPV6_NETWORK_BITS);
            case NOTHING -> Optional.empty();
        };
    }

    /** The last use of a token in this process. */
    public Optional<LastUse> of(String tokenId) {
        return Optional.ofNullable(uses.get(tokenId)).map(use -> record(use.last()));
    }

    /** Writes pending uses and evicts recorded ones that are old. */
    private Uni<Void> write(Instant notWrittenSince) {
        Map<String, Use> batch = new LinkedHashMap<>();
        uses.forEach((tokenId, use) -> {
            if (use.pending()) {
                if (!use.writtenAt().isAfter(notWrittenSince)) {
                    batch.put(tokenId, use);
                }
            } else if (use.last().time().isBefore(notWrittenSince)) {
                uses.remove(tokenId, use);
            }
        });
        return writeFrom(List.copyOf(batch.entrySet()), 0);
    }

    /** Writes in batches, so that no script blocks Redis for long. */
    private Uni<Void> writeFrom(List<Map.Entry<String, Use>> batch, int start) {
        if (start >= batch.size()) {
            return Uni.createFrom().voidItem();
        }
        int end = Math.min(batch.size(), start + MAX_BATCH);
        List<Map.Entry<String, Use>> part = batch.subList(start, end);
        Instant now = clock.instant();
        return store.recordUses(part.stream()
                        .map(entry -> new TokenUse(
                                entry.getValue().userId(),
                                entry.getKey(),
                                record(entry.getValue().last())))
                        .toList())
                .invoke(() -> part.forEach(written ->
                        uses.computeIfPresent(written.getKey(), (key, use) -> use.written(written.getValue(), now))))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debugf("Could not record the last uses of tokens: %s", failure.getMessage());
                    return Uni.createFrom().voidItem();
                })
                .chain(() -> writeFrom(batch, end));
    }

    /** A use as requests record it; its text is written down only for Redis and for answers. */
    private record Seen(Instant time, ClientAddress client) {}

    /**
     * The uses of one token.
     *
     * @param written the last use that Redis has from this process
     * @param writtenAt time of the last write
     */
    private record Use(String userId, Seen last, Optional<Seen> written, Instant writtenAt) {
        boolean pending() {
            return !written.equals(Optional.of(last));
        }

        /** These uses after another state of them was written. */
        Use written(Use state, Instant now) {
            return new Use(userId, last, Optional.of(state.last()), now);
        }
    }
}
