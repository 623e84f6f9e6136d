package org.meshgate.system.scheduler.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The state of the scheduler.
 *
 * @param running whether there is evidence of a worker or scheduler; false for an idle GPU scheduler, which leaves none
 * @param evidence the evidence
 * @param workers how many workers called in the last minute, without the sample worker
 * @param models the loaded models: always empty, because only workers know them
 * @param features the number of enabled models by feature
 */
public record SchedulerInfo(
        @Schema(
                description = "Whether anything shows that jobs are run. False does not prove the opposite: the GPU"
                        + " scheduler gives no sign of life while it has no job.")
        boolean running,

        SchedulerEvidence evidence,
        @JsonProperty("queue_status") QueueStatus queue,
        @JsonProperty("gpu_status") GpuStatus gpu,
        long workers,
        Map<String, Object> models,
        Map<String, Integer> features) {}
