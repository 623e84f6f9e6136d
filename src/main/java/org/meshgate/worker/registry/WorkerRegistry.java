package org.meshgate.worker.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.meshgate.problem.ProblemType;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.redis.feed.InvalidationListener;
import org.meshgate.runtime.PeriodicTasks;
import org.meshgate.runtime.RunMode;

/**
 * The workers that this server hears of. A call of a worker changes memory only; what is new is written to Redis for all
 * workers together, every ten seconds, or within a second when one comes for the first time. The draining workers are
 * kept in memory, and read again when Redis tells of a change.
 */
@ApplicationScoped
public class WorkerRegistry implements InvalidationListener {

    /** A worker counts as online for this time after its last call: longer than the longest claim waits. */
    public static final Duration ONLINE = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(WorkerRegistry.class);

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration BETWEEN_WRITES = Duration.ofSeconds(10);

    /** In memory; the ones heard of longest ago are dropped, and come back with their next call. */
    private static final int MAX_WORKERS = 10_000;

    /** Of one account, here and in Redis, so that a token of a worker displaces no workers of others. */
    static final int MAX_WORKERS_OF_ACCOUNT = 1000;

    private static final int WRITTEN_AT_ONCE = 500;

    private final WorkerRegistryStore store;
    private final InvalidationFeed feed;
    private final Clock clock;
    private final RunMode runMode;
    private final AtomicBoolean drainingUnknown = new AtomicBoolean(true);

    private final AccountBoundedMap<RegisteredWorker> known =
            new AccountBoundedMap<>(MAX_WORKERS_OF_ACCOUNT, MAX_WORKERS);

    /** Workers of which only heartbeats came here: Redis may know them from claims at other servers. */
    private final AccountBoundedMap<RegisteredWorker> refreshed =
            new AccountBoundedMap<>(MAX_WORKERS_OF_ACCOUNT, MAX_WORKERS);

    private final Map<String, RegisteredWorker> unwritten = new LinkedHashMap<>();
    private boolean newcomer;
    private Instant lastWrite = Instant.MIN;

    private volatile Set<String> draining = Set.of();

    WorkerRegistry(WorkerRegistryStore store, InvalidationFeed feed, Clock clock, RunMode runMode) {
        this.store = store;
        this.feed = feed;
        this.clock = clock;
        this.runMode = runMode;
    }

    void start(
            @Observes @Priority(InvalidationFeed.REGISTRATION_PRIORITY) StartupEvent event,
            PeriodicTasks periodicTasks) {
        if (runMode.serving()) {
            feed.watch(List.of(store.drainingKey()), this);
            periodicTasks.every(TICK, LOG, "The list of workers cannot be written at the moment", this::tick);
        }
    }

    /** A worker asks for jobs. */
    public void claims(WorkerDescription worker) {
        Instant now = clock.instant();
        synchronized (known) {
            Optional<WorkerDescription> before = known.get(worker.id())
                    .map(RegisteredWorker::description)
                    .filter(known -> known.account().equals(worker.account()));
            refreshed.remove(worker.id());
            put(before.map(worker::after).orElse(worker), now, before.isEmpty());
        }
    }

    /**
     * A worker runs jobs. Adds no worker: that is what claims do.
     *
     * @param jobs how many
     * @param gpu absent when it says nothing new
     */
    public void beats(String id, Optional<String> account, int jobs, Optional<ObjectNode> gpu) {
        Instant now = clock.instant();
        synchronized (known) {
            Optional<WorkerDescription> before = known.get(id).map(RegisteredWorker::description);
            if (before.isEmpty()) {
                refreshed.put(
                        account.orElse(""),
                        id,
                        new RegisteredWorker(WorkerDescription.unknown(id, account), now, false));
            } else if (before.get().account().equals(account)) {
                put(before.get().running(jobs, gpu), now, false);
            }
        }
    }

    private void put(WorkerDescription worker, Instant now, boolean isNew) {
        RegisteredWorker registered = new RegisteredWorker(worker, now, false);
        unwritten.put(worker.id(), registered);
        newcomer |= isNew;
        known.put(worker.account().orElse(""), worker.id(), registered).ifPresent(unwritten::remove);
    }

    /** Whether a worker shall claim no more jobs, as far as this server knows. */
    public boolean draining(String id) {
        return draining.contains(id);
    }

    /**
     * A page of workers, those heard of last first.
     *
     * @param total of all pages
     */
    public record Page(List<RegisteredWorker> workers, long total) {}

    /** Workers of all replicas; those of others are up to ten seconds late. */
    public Uni<Page> list(long offset, int limit) {
        return write().chain(() -> store.list(offset, limit)).map(page -> new Page(page.workers(), page.total()));
    }

    /** How many workers are {@link #ONLINE}. */
    public Uni<Long> countOnline() {
        return write().chain(() -> store.count(clock.instant().minus(ONLINE)));
    }

    /** Lets a worker claim no more jobs, or claim again; fails with WORKER_NOT_FOUND. */
    public Uni<Void> drain(String id, boolean drain) {
        return write().chain(() -> store.drain(id, drain))
                .invoke(found -> {
                    if (!found) {
                        throw ProblemType.WORKER_NOT_FOUND.exception();
                    }
                })
                .chain(this::readDraining);
    }

    Uni<Void> tick() {
        boolean due;
        synchronized (known) {
            due = newcomer || !clock.instant().isBefore(nextWrite());
        }
        Uni<Void> written = due ? write() : Uni.createFrom().voidItem();
        return drainingUnknown.get() || due ? written.chain(this::readDraining) : written;
    }

    private Instant nextWrite() {
        return lastWrite.equals(Instant.MIN) ? lastWrite : lastWrite.plus(BETWEEN_WRITES);
    }

    private Uni<Void> write() {
        Map<String, RegisteredWorker> batch = new LinkedHashMap<>();
        Instant now = clock.instant();
        synchronized (known) {
            var next = unwritten.entrySet().iterator();
            while (next.hasNext() && batch.size() < WRITTEN_AT_ONCE) {
                Map.Entry<String, RegisteredWorker> entry = next.next();
                batch.put(entry.getKey(), entry.getValue());
                next.remove();
            }
            for (int i = 0; i < WRITTEN_AT_ONCE; i++) {
                refreshed
                        .poll()
                        .ifPresent(worker -> batch.put(worker.description().id(), worker));
            }
            lastWrite = now;
            newcomer = !unwritten.isEmpty();
        }
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return store.register(batch, now).onFailure().invoke(failure -> {
            synchronized (known) {
                batch.values().forEach(this::putBack);
            }
        });
    }

    /** What came since is newer. */
    private void putBack(RegisteredWorker worker) {
        String id = worker.description().id();
        if (known.get(id).isPresent()) {
            unwritten.putIfAbsent(id, worker);
        }
    }

    private Uni<Void> readDraining() {
        drainingUnknown.set(false);
        return store.draining()
                .invoke(ids -> draining = ids)
                .onFailure()
                .invoke(failure -> drainingUnknown.set(true))
                .replaceWithVoid();
    }

    @Override
    public void changed(String key) {
        drainingUnknown.set(true);
        readDraining().subscribe().with(done -> {}, failure -> LOG.debugf("draining workers unknown: %s", failure));
    }

    @Override
    public void anythingChanged() {
        drainingUnknown.set(true);
    }
}
