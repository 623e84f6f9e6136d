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
 * Deletes expired uploads from the disk in small steps: files older than {@code storage.upload_ttl} without a record,
 * including those of 3DAIGC-API, and uploads that did not complete within an hour. In Redis it removes index entries
 * whose records have expired. Several replicas may run it at the same time.
 */
@ApplicationScoped
class UploadSweeper {

    private static final Logger LOG = Logger.getLogger(UploadSweeper.class);

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int SHARDS_PER_STEP = 8;
    private static final int ENTRIES_PER_STEP = 200;

    /** The maximum duration of an upload. */
    private static final Duration PARTIAL_TTL = Duration.ofHours(1);

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
        periodicTasks.every(INTERVAL, LOG, "old uploads are not swept at the moment", this::step);
    }

    /** Scans the next few folders and index entries. */
    Uni<Void> step() {
        Uni<Void> folders = Uni.createFrom().voidItem();
        for (int i = 0; i < SHARDS_PER_STEP; i++) {
            folders = folders.chain(() -> sweepFolder(shard.getAndUpdate(at -> (at + 1) % ExpiredUploads.SHARDS)));
        }
        return folders.chain(() -> store.sweep(rank.get(), ENTRIES_PER_STEP))
                .invoke(rank::set)
                .replaceWithVoid();
    }

    /** @param number the number of the folder, from 0 to {@link ExpiredUploads#SHARDS} - 1 */
    Uni<Void> sweepFolder(int number) {
        Instant now = clock.instant();
        return executor.run(() -> disk.find(number, now.minus(life), now.minus(PARTIAL_TTL)))
                .chain(expired -> expired.isEmpty() ? Uni.createFrom().voidItem() : delete(expired));
    }

    private Uni<Void> delete(List<ExpiredUploads.ExpiredFile> expired) {
        return store.known(expired.stream()
                        .map(ExpiredUploads.ExpiredFile::id)
                        .distinct()
                        .toList())
                .chain(known -> executor.run(() -> disk.delete(deletable(expired, known))))
                .replaceWithVoid();
    }

    private static List<ExpiredUploads.ExpiredFile> deletable(
            List<ExpiredUploads.ExpiredFile> expired, Set<String> known) {
        return expired.stream()
                .filter(file -> file.partial() || !known.contains(file.id()))
                .toList();
    }
}
