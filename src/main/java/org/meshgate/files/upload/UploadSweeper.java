package org.meshgate.files.upload;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.files.FileExecutor;
import org.meshgate.files.upload.storage.UploadStore;
import org.meshgate.runtime.PeriodicTasks;

/**
 * Makes the expiry of uploads hold on the disk too, in small steps: files older than {@code storage.upload_ttl} without a
 * record go, also those that 3DAIGC-API left; so do uploads that never became complete, after an hour. In Redis it drops
 * entries of lists whose records have expired. Replicas may do this side by side.
 */
@ApplicationScoped
class UploadSweeper {

    private static final Logger LOG = Logger.getLogger(UploadSweeper.class);

    private static final Duration TICK = Duration.ofSeconds(5);
    private static final int SHARDS_AT_ONCE = 8;
    private static final int ENTRIES_AT_ONCE = 200;

    /** As long as an upload may take at most. */
    private static final Duration PARTIAL_LIFE = Duration.ofHours(1);

    private final ExpiredUploads disk;
    private final UploadStore store;
    private final FileExecutor executor;
    private final Clock clock;
    private final Duration life;
    private final AtomicInteger shard = new AtomicInteger();
    private final AtomicLong rank = new AtomicLong();

    UploadSweeper(ExpiredUploads disk, UploadStore store, FileExecutor executor, Clock clock, MeshgateConfig config) {
        this.disk = disk;
        this.store = store;
        this.executor = executor;
        this.clock = clock;
        this.life = config.storage().uploadTtl();
    }

    void start(@Observes StartupEvent event, PeriodicTasks periodicTasks) {
        periodicTasks.every(TICK, LOG, "old uploads are not swept at the moment", this::step);
    }

    /** Looks into a few folders and at a few entries, and goes on there next time. */
    Uni<Void> step() {
        Uni<Void> folders = Uni.createFrom().voidItem();
        for (int i = 0; i < SHARDS_AT_ONCE; i++) {
            folders = folders.chain(() -> sweepFolder(shard.getAndUpdate(at -> (at + 1) % ExpiredUploads.SHARDS)));
        }
        return folders.chain(() -> store.sweep(rank.get(), ENTRIES_AT_ONCE))
                .invoke(rank::set)
                .replaceWithVoid();
    }

    /** @param number of the folder, from 0, below {@link ExpiredUploads#SHARDS} */
    Uni<Void> sweepFolder(int number) {
        Instant now = clock.instant();
        return executor.run(() -> disk.find(number, now.minus(life), now.minus(PARTIAL_LIFE)))
                .chain(old -> old.isEmpty() ? Uni.createFrom().voidItem() : delete(old));
    }

    private Uni<Void> delete(List<ExpiredUploads.Old> old) {
        return store.known(old.stream().map(ExpiredUploads.Old::id).distinct().toList())
                .chain(known -> executor.run(() -> disk.delete(doomed(old, known))))
                .replaceWithVoid();
    }

    private static List<ExpiredUploads.Old> doomed(List<ExpiredUploads.Old> old, Set<String> known) {
        return old.stream()
                .filter(file -> file.partial() || !known.contains(file.id()))
                .toList();
    }
}
