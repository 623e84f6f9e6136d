package org.meshgate.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AnyScope;
import org.meshgate.catalog.Catalog;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.jobs.QueueCounts;
import org.meshgate.jobs.QueueStatistics;

/**
 * What is known of those who run jobs. The GPU scheduler of 3DAIGC-API leaves no sign of life in Redis, only the jobs that
 * it has taken; workers of our own renew leases.
 */
@RegisterForReflection // for the Allow header
@Path("/") // like SystemResource: a longer path here would hide the routes of that one
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
@AnyScope
public class SchedulerResource {

    private final QueueStatistics statistics;
    private final Catalog catalog;
    private final boolean ownWorker;

    SchedulerResource(QueueStatistics statistics, Catalog catalog, MeshgateConfig config) {
        this.statistics = statistics;
        this.catalog = catalog;
        this.ownWorker = config.worker().sample();
    }

    /** The form of 3DAIGC-API, whose members beside {@code scheduler} are counts of the whole queue here. */
    public record SchedulerStatus(
            Scheduler scheduler,

            @Schema(description = "0: models are loaded by workers, none by this program")
            @JsonProperty("adapters_registered")
            int adapters,

            @JsonProperty("active_jobs") long active,
            @JsonProperty("queued_jobs") long queued,
            @JsonProperty("completed_jobs") long completed) {}

    /**
     * What is known.
     *
     * @param running whether anything shows that somebody takes jobs; an idle GPU scheduler shows nothing, and then it is false
     * @param evidence what shows it
     * @param models loaded models: none is known of
     * @param features from feature to the number of its enabled models
     */
    public record Scheduler(
            @Schema(
                    description = "Whether anything shows that jobs are run. False does not prove the opposite: the GPU"
                            + " scheduler gives no sign of life while it has no job.")
            boolean running,

            Evidence evidence,
            @JsonProperty("queue_status") QueueStatus queue,
            @JsonProperty("gpu_status") GpuStatus gpu,
            Map<String, Object> models,
            Map<String, Integer> features) {}

    /** Why somebody is believed to run jobs; the first that holds. */
    @Schema(
            type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING,
            enumeration = {"own_worker", "lease", "scheduler_has_jobs", "none"})
    public enum Evidence {
        /** The sample worker of this program, which is on. */
        OWN_WORKER,
        /** Some worker renewed its lease in time. */
        LEASE,
        /** The GPU scheduler took jobs and has not ended them; it may have died meanwhile. */
        SCHEDULER_HAS_JOBS,
        /** Nothing. */
        NONE;

        /** In lower case. */
        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How long the queue is, all users together; {@code total_jobs} has ended ones too. */
    public record QueueStatus(
            long pending,
            long processing,
            @JsonProperty("total_jobs") long total) {}

    /** GPUs are seen by workers only: {@code available} is always null. */
    public record GpuStatus(
            String note, @Schema(nullable = true) Integer available) {}

    @GET
    @Path("api/v1/system/scheduler-status")
    @Operation(
            operationId = "getSchedulerStatus",
            summary = "What is known of the queue and of those who run jobs",
            description =
                    "running is true while the sample worker of this server is on, while a worker holds a lease that it"
                            + " renews, or while the GPU scheduler has a job that it took and has not ended; evidence says which.")
    public Uni<SchedulerStatus> status() {
        return statistics.counts().map(this::of);
    }

    private SchedulerStatus of(QueueCounts counts) {
        Evidence evidence = evidence(counts);
        Map<String, Integer> features = new LinkedHashMap<>();
        catalog.features()
                .forEach(feature ->
                        features.put(feature, catalog.enabledModels(feature).size()));
        return new SchedulerStatus(
                new Scheduler(
                        evidence != Evidence.NONE,
                        evidence,
                        new QueueStatus(counts.pending(), counts.processing(), counts.total()),
                        new GpuStatus("GPUs are known to the workers only", null),
                        Map.of(),
                        features),
                0,
                counts.processing(),
                counts.pending(),
                counts.completed());
    }

    private Evidence evidence(QueueCounts counts) {
        if (ownWorker) {
            return Evidence.OWN_WORKER;
        }
        if (counts.leased() > 0) {
            return Evidence.LEASE;
        }
        return counts.scheduled() > 0 ? Evidence.SCHEDULER_HAS_JOBS : Evidence.NONE;
    }
}
