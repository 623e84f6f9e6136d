package org.meshgate.system.host;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AnyScope;
import org.meshgate.caller.Caller;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.catalog.Catalog;
import org.meshgate.jobs.record.JobCounts;
import org.meshgate.jobs.statistics.QueueStatistics;
import org.meshgate.system.host.HostMetrics.Sample;
import org.meshgate.system.host.dto.ApplicationInfo;
import org.meshgate.system.host.dto.DiskUsage;
import org.meshgate.system.host.dto.HostInfoResponse;
import org.meshgate.system.host.dto.HostLoad;
import org.meshgate.system.host.dto.HostStatusResponse;
import org.meshgate.system.host.dto.MemoryUsage;
import org.meshgate.system.host.dto.ModelCounts;
import org.meshgate.system.host.dto.PlatformInfo;
import org.meshgate.system.host.dto.QueueLengths;

/**
 * The status of the host and the program, in the JSON of 3DAIGC-API. {@link HostVisibility} decides which callers see
 * the numbers of the host.
 */
@RegisterForReflection // for the Allow header
@Path("/api/v1/system")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
@AnyScope
public class HostResource {

    private static final String FOR_ADMINISTRATORS =
            "Numbers of the machine are for administrators, and for everybody in simple mode; others get 0 and restricted: true.";

    private final HostVisibility visibility;
    private final QueueStatistics statistics;
    private final Catalog catalog;
    private final CurrentCaller caller;
    private final Clock clock;
    private final ApplicationInfo application;

    HostResource(
            HostVisibility visibility,
            QueueStatistics statistics,
            Catalog catalog,
            CurrentCaller caller,
            Clock clock,
            LaunchMode launchMode,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.visibility = visibility;
        this.statistics = statistics;
        this.catalog = catalog;
        this.caller = caller;
        this.clock = clock;
        this.application = new ApplicationInfo(version, environment(launchMode), launchMode == LaunchMode.DEVELOPMENT);
    }

    @GET
    @Path("/status")
    @Operation(
            operationId = "getSystemStatus",
            summary = "How busy machine and queue are",
            description = FOR_ADMINISTRATORS)
    public Uni<HostStatusResponse> status() {
        Caller current = caller.get();
        return visibility.sample(current).chain(sample -> statistics
                .counts()
                .map(counts -> status(sample, counts, !visibility.isOpenTo(current))));
    }

    @GET
    @Path("/info")
    @Operation(
            operationId = "getSystemInfo",
            summary = "What machine and program are",
            description = FOR_ADMINISTRATORS)
    public Uni<HostInfoResponse> info() {
        Caller current = caller.get();
        return visibility
                .sample(current)
                .map(sample -> new HostInfoResponse(platform(sample, visibility.isOpenTo(current)), application));
    }

    private HostStatusResponse status(Sample sample, JobCounts counts, boolean restricted) {
        HostMetrics.Memory memory = sample.memory();
        HostMetrics.Disk disk = sample.disk();
        int available = catalog.features().stream()
                .mapToInt(feature -> catalog.enabledModels(feature).size())
                .sum();
        return new HostStatusResponse(
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                new HostLoad(
                        sample.cpuPercent(),
                        new MemoryUsage(memory.total(), memory.available(), memory.used(), memory.percent()),
                        new DiskUsage(disk.total(), disk.free(), disk.used(), disk.percent()),
                        restricted),
                "GPUs are known to the workers only",
                new ModelCounts(0, available, 0),
                new QueueLengths(counts.pending(), counts.processing(), counts.completed()));
    }

    private static PlatformInfo platform(Sample sample, boolean open) {
        return open
                ? new PlatformInfo(
                        System.getProperty("os.name") + "-" + System.getProperty("os.version") + "-"
                                + System.getProperty("os.arch"),
                        null,
                        Runtime.getRuntime().availableProcessors(),
                        sample.memory().total(),
                        sample.memory().available(),
                        false)
                : new PlatformInfo("", null, 0, 0, 0, true);
    }

    private static String environment(LaunchMode mode) {
        return switch (mode) {
            case DEVELOPMENT -> "development";
            case TEST -> "test";
            default -> "production";
        };
    }
}
