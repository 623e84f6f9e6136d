package org.meshgate.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AnyScope;
import org.meshgate.caller.Caller;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.catalog.Catalog;
import org.meshgate.jobs.QueueCounts;
import org.meshgate.jobs.QueueStatistics;
import org.meshgate.system.Machine.Look;

/** The machine and the program, in the form of 3DAIGC-API; numbers of the machine as far as {@link MachineView} lets see. */
@RegisterForReflection // for the Allow header
@Path("/") // like SystemResource: a longer path here would hide the routes of that one
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
@AnyScope
public class MachineResource {

    private static final String FOR_ADMINISTRATORS =
            "Numbers of the machine are for administrators, and for everybody in simple mode; others get 0 and restricted: true.";

    private final MachineView view;
    private final QueueStatistics statistics;
    private final Catalog catalog;
    private final CurrentCaller caller;
    private final Clock clock;
    private final Application application;

    MachineResource(
            MachineView view,
            QueueStatistics statistics,
            Catalog catalog,
            CurrentCaller caller,
            Clock clock,
            LaunchMode launchMode,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.view = view;
        this.statistics = statistics;
        this.catalog = catalog;
        this.caller = caller;
        this.clock = clock;
        this.application = new Application(version, environment(launchMode), launchMode == LaunchMode.DEVELOPMENT);
    }

    /** Machine, models and queue; {@code gpu} is a sentence, because workers alone see GPUs. */
    @Schema(name = "SystemStatus")
    public record Status(Instant timestamp, Load system, String gpu, Models models, Queue queue) {}

    /**
     * How busy the machine is.
     *
     * @param cpuUsage percent of all processors, since the last look that somebody took
     * @param restricted whether the caller may not see the numbers, which are 0 then
     */
    @Schema(name = "SystemLoad")
    public record Load(
            @JsonProperty("cpu_usage") double cpuUsage, MemoryUse memory, DiskUse disk, boolean restricted) {}

    /** In bytes; {@code available} is what programs can get without swapping. */
    public record MemoryUse(long total, long available, long used, double percent) {}

    /** The disk of the results, in bytes. */
    public record DiskUse(long total, long free, long used, double percent) {}

    /** Workers load models: only {@code available}, the number of enabled ones, is known here, the others are 0. */
    @Schema(name = "ModelCounts")
    public record Models(
            int loaded,
            int available,
            @JsonProperty("total_vram_used") int vramUsed) {}

    /** How long the queue is, all users together. */
    @Schema(name = "QueueCounts")
    public record Queue(
            @JsonProperty("pending_jobs") long pending,
            @JsonProperty("processing_jobs") long processing,
            @JsonProperty("completed_jobs") long completed) {}

    /** Machine and program. */
    @Schema(name = "SystemInfo")
    public record Info(Platform system, Application application) {}

    /**
     * What the machine is.
     *
     * @param platform operating system, its version and processor; empty for those who may not see it
     * @param pythonVersion always null: there is no Python in this program
     * @param restricted as in {@link Load}
     */
    public record Platform(
            String platform,

            @Schema(nullable = true) @JsonProperty("python_version")
            String pythonVersion,

            @JsonProperty("cpu_count") int cpuCount,
            @JsonProperty("memory_total") long memoryTotal,
            @JsonProperty("memory_available") long memoryAvailable,
            boolean restricted) {}

    /**
     * What the program is.
     *
     * @param environment {@code production}, {@code development} or {@code test}: how it was started
     */
    @Schema(name = "ApplicationInfo")
    public record Application(String version, String environment, boolean debug) {}

    @GET
    @Path("api/v1/system/status")
    @Operation(
            operationId = "getSystemStatus",
            summary = "How busy machine and queue are",
            description = FOR_ADMINISTRATORS)
    public Uni<Status> status() {
        Caller asking = caller.get();
        return view.look(asking)
                .chain(look -> statistics.counts().map(counts -> status(look, counts, !view.isOpenTo(asking))));
    }

    @GET
    @Path("api/v1/system/info")
    @Operation(
            operationId = "getSystemInfo",
            summary = "What machine and program are",
            description = FOR_ADMINISTRATORS)
    public Uni<Info> info() {
        Caller asking = caller.get();
        return view.look(asking).map(look -> new Info(platform(look, view.isOpenTo(asking)), application));
    }

    private Status status(Look look, QueueCounts counts, boolean restricted) {
        Machine.Memory memory = look.memory();
        Machine.Disk disk = look.disk();
        int available = catalog.features().stream()
                .mapToInt(feature -> catalog.enabledModels(feature).size())
                .sum();
        return new Status(
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                new Load(
                        look.cpuPercent(),
                        new MemoryUse(memory.total(), memory.available(), memory.used(), memory.percent()),
                        new DiskUse(disk.total(), disk.free(), disk.used(), disk.percent()),
                        restricted),
                "GPUs are known to the workers only",
                new Models(0, available, 0),
                new Queue(counts.pending(), counts.processing(), counts.completed()));
    }

    private static Platform platform(Look look, boolean open) {
        return open
                ? new Platform(
                        System.getProperty("os.name") + "-" + System.getProperty("os.version") + "-"
                                + System.getProperty("os.arch"),
                        null,
                        Runtime.getRuntime().availableProcessors(),
                        look.memory().total(),
                        look.memory().available(),
                        false)
                : new Platform("", null, 0, 0, 0, true);
    }

    private static String environment(LaunchMode mode) {
        return switch (mode) {
            case DEVELOPMENT -> "development";
            case TEST -> "test";
            default -> "production";
        };
    }
}
