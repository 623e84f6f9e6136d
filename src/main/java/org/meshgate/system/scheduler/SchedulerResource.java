package org.meshgate.system.scheduler;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AnyScope;
import org.meshgate.catalog.Catalog;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.jobs.record.JobCounts;
import org.meshgate.jobs.statistics.QueueStatistics;
import org.meshgate.system.scheduler.dto.GpuStatus;
import org.meshgate.system.scheduler.dto.QueueStatus;
import org.meshgate.system.scheduler.dto.SchedulerEvidence;
import org.meshgate.system.scheduler.dto.SchedulerInfo;
import org.meshgate.system.scheduler.dto.SchedulerStatusResponse;
import org.meshgate.worker.registry.WorkerRegistry;

/**
 * The status of the scheduler, as far as Redis shows it. The GPU scheduler of 3DAIGC-API sends no heartbeat and is only
 * visible by the jobs that it has taken; workers of Meshgate renew leases.
 */
@RegisterForReflection // for the Allow header
@Path("/api/v1/system")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
@AnyScope
public class SchedulerResource {

    private final QueueStatistics statistics;
    private final WorkerRegistry workers;
    private final Catalog catalog;
    private final boolean ownWorker;

    SchedulerResource(QueueStatistics statistics, WorkerRegistry workers, Catalog catalog, MeshgateConfig config) {
        this.statistics = statistics;
        this.workers = workers;
        this.catalog = catalog;
        this.ownWorker = config.worker().sample();
    }

    @GET
    @Path("/scheduler-status")
    @Operation(
            operationId = "getSchedulerStatus",
            summary = "What is known of the queue and of those who run jobs",
            description =
                    "running is true while the sample worker of this server is on, while a worker asks for jobs or holds a"
                            + " lease that it renews, or while the GPU scheduler has a job that it took and has not ended;"
                            + " evidence says which.")
    public Uni<SchedulerStatusResponse> status() {
        return Uni.combine()
                .all()
                .unis(statistics.counts(), workers.countOnline())
                .with(this::of);
    }

    private SchedulerStatusResponse of(JobCounts counts, long online) {
        SchedulerEvidence evidence = evidence(counts, online);
        Map<String, Integer> features = new LinkedHashMap<>();
        catalog.features()
                .forEach(feature ->
                        features.put(feature, catalog.enabledModels(feature).size()));
        return new SchedulerStatusResponse(
                new SchedulerInfo(
                        evidence != SchedulerEvidence.NONE,
                        evidence,
                        new QueueStatus(counts.pending(), counts.processing(), counts.total()),
                        new GpuStatus("GPUs are known to the workers only", null),
                        online,
                        Map.of(),
                        features),
                0,
                counts.processing(),
                counts.pending(),
                counts.completed());
    }

    private SchedulerEvidence evidence(JobCounts counts, long online) {
        if (ownWorker || online > 0) {
            return SchedulerEvidence.OWN_WORKER;
        }
        if (counts.leased() > 0) {
            return SchedulerEvidence.LEASE;
        }
        return counts.scheduled() > 0 ? SchedulerEvidence.SCHEDULER_HAS_JOBS : SchedulerEvidence.NONE;
    }
}
