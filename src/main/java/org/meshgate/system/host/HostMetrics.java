package org.meshgate.system.host;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.files.FileExecutor;
import org.meshgate.system.host.ProcFiles.Ticks;

/**
 * Reads the load, memory and disk of the host on the {@link FileExecutor}. Unknown values are 0; outside of Linux those
 * are all but the disk.
 */
@ApplicationScoped
class HostMetrics {

    private static final Logger LOG = Logger.getLogger(HostMetrics.class);

    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path PROCESSORS = Path.of("/proc/stat");
    private static final double PERCENT = 100;
    private static final double TENTHS = 10;

    /** The minimum interval: with fewer ticks the percentage would be too coarse. */
    private static final long MIN_TICKS = 20;

    private final FileExecutor executor;
    private final Path outputs;
    private final AtomicReference<Load> load = new AtomicReference<>(new Load(Ticks.NONE, 0));

    HostMetrics(FileExecutor executor, MeshgateConfig config) {
        this.executor = executor;
        this.outputs = Path.of(config.storage().outputs()).toAbsolutePath().normalize();
    }

    private record Load(Ticks seen, double percent) {

        Load next(Ticks now) {
            long passed = now.all() - seen.all();
            if (passed < MIN_TICKS) {
                return this;
            }
            return new Load(now, tenths(PERCENT * Math.max(0, now.busy() - seen.busy()) / passed));
        }
    }

    /**
     * Memory in bytes.
     *
     * @param available memory that programs can allocate without swapping
     */
    record Memory(long total, long available) {

        long used() {
            return total - available;
        }

        double percent() {
            return share(used(), total);
        }
    }

    /**
     * The disk of {@code storage.outputs}, in bytes.
     *
     * @param free bytes that this program may use
     * @param used bytes that all programs use
     */
    record Disk(long total, long free, long used) {

        static final Disk NONE = new Disk(0, 0, 0);

        double percent() {
            return share(used, total);
        }
    }

    /**
     * A sample of the metrics.
     *
     * @param cpuPercent of all processors, since the previous sample; for the first one since the boot
     */
    record Sample(double cpuPercent, Memory memory, Disk disk) {

        static final Sample NONE = new Sample(0, new Memory(0, 0), Disk.NONE);
    }

    /** Takes a sample. Fails only when the file executor is full. */
    Uni<Sample> sample() {
        return executor.run(() -> new Sample(cpuPercent(), memory(), disk()));
    }

    private double cpuPercent() {
        Ticks now = ProcFiles.ticks(lines(PROCESSORS));
        return load.updateAndGet(before -> before.next(now)).percent();
    }

    private static Memory memory() {
        List<String> lines = lines(MEMORY);
        return new Memory(
                ProcFiles.memory(lines, "MemTotal").orElse(0),
                ProcFiles.memory(lines, "MemAvailable").orElse(0));
    }

    private Disk disk() {
        try {
            Path existing = outputs;
            while (!Files.exists(existing) && existing.getParent() != null) {
                existing = existing.getParent(); // the first result creates the folder
            }
            FileStore store = Files.getFileStore(existing);
            long total = store.getTotalSpace();
            return new Disk(total, store.getUsableSpace(), total - store.getUnallocatedSpace());
        } catch (IOException e) {
            LOG.debugf("The size of the disk of storage.outputs is unknown: %s", e.getMessage());
            return Disk.NONE;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            LOG.debugf("%s cannot be read: %s", file, e.getMessage());
            return List.of();
        }
    }

    private static double share(long part, long whole) {
        return whole <= 0 ? 0 : tenths(PERCENT * part / whole);
    }

    private static double tenths(double number) {
        return Math.round(number * TENTHS) / TENTHS;
    }
}
