package org.meshgate.jobs.statistics;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.jobs.access.JobStore;
import org.meshgate.jobs.record.JobCounts;

/** Statistics of the queue. They are the same for all callers, as the user management guide says ("no isolation"). */
@ApplicationScoped
public class QueueStatistics {

    private final JobStore store;
    private final Clock clock;
    private final int maxQueueSize;

    QueueStatistics(JobStore store, Clock clock, MeshgateConfig config) {
        this.store = store;
        this.clock = clock;
        this.maxQueueSize = config.jobs().maxQueueSize();
    }

    /**
     * The statistics as clients see them.
     *
     * @param maxQueueSize maximum of waiting jobs; null for unlimited
     * @param queueUtilization waiting jobs as a fraction of the maximum, from 0 to 1
     * @param timestamp seconds since 1970, as in 3DAIGC-API
     */
    @Schema(name = "QueueNumbers")
    public record Numbers(
            @JsonProperty("pending_jobs") long pending,
            @JsonProperty("processing_jobs") long processing,
            @JsonProperty("completed_jobs") long completed,
            @JsonProperty("failed_jobs") long failed,
            @JsonProperty("cancelled_jobs") long cancelled,
            @JsonProperty("total_jobs") long total,

            @Schema(nullable = true) @JsonProperty("max_queue_size")
            Integer maxQueueSize,

            @Schema(nullable = true) @JsonProperty("queue_utilization")
            Double queueUtilization,

            BigDecimal timestamp) {}

    /** Job counts for other parts of the server. */
    public Uni<JobCounts> counts() {
        return store.counts(clock.instant());
    }

    public Uni<Numbers> read() {
        return counts().map(counts -> new Numbers(
                counts.pending(),
                counts.processing(),
                counts.completed(),
                counts.failed(),
                counts.cancelled(),
                counts.total(),
                maxQueueSize == 0 ? null : maxQueueSize,
                maxQueueSize == 0 ? null : (double) counts.pending() / maxQueueSize,
                BigDecimal.valueOf(clock.millis(), 3)));
    }
}
