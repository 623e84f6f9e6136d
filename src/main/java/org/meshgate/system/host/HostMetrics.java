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
 * How the machine does, read on threads for files. What it does not tell is 0; outside of Linux that is all but the
 * disk.
 */
@ApplicationScoped
class HostMetrics {

    private static final Logger LOG = Logger.getLogger(HostMetrics.class);

    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path PROCESSORS = Path.of("/proc/stat");
    private static final double PERCENT = 100;
    private static final double TENTHS = 10;

    /** With fewer, a tick more or less would change the share by too much. */
    private static final long MIN_TICKS = 20;

    private final FileExecutor workers;
    private final Path outputs;
    private final AtomicReference<Load> load = new AtomicReference<>(new Load(Ticks.NONE, 0));

    HostMetrics(FileExecutor workers, MeshgateConfig config) {
        this.workers = workers;
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
     * @param available what programs can get without swapping
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
     * @param free what this program may use
     * @param used what all programs do
     */
    record Disk(long total, long free, long used) {

        static final Disk NONE = new Disk(0, 0, 0);

        double percent() {
            return share(used, total);
        }
    }

    /**
     * A look at the machine.
     *
     * @param cpuPercent of all processors, since the look before this one; at first since the start of the machine
     */
    record Look(double cpuPercent, Memory memory, Disk disk) {

        static final Look NONE = new Look(0, new Memory(0, 0), Disk.NONE);
    }

    /** Looks at all of it. Fails only when too much work waits for the disk. */
    Uni<Look> look() {
        return workers.run(() -> new Look(cpuPercent(), memory(), disk()));
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
            Path there = outputs;
            while (!Files.exists(there) && there.getParent() != null) {
                there = there.getParent(); // the folder may come with the first result
            }
            FileStore store = Files.getFileStore(there);
            long total = store.getTotalSpace();
            return new Disk(total, store.getUsableSpace(), total - store.getUnallocatedSpace());
        } catch (IOException e) {
            LOG.debugf("the disk of the results does not tell its size: %s", e.getMessage());
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
