package org.meshgate.system.scheduler.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is known.
 *
 * @param running whether anything shows that somebody takes jobs; an idle GPU scheduler shows nothing, and then it is
 *     false
 * @param evidence what shows it
 * @param models loaded models: none is known of
 * @param features from feature to the number of its enabled models
 */
public record SchedulerInfo(
        @Schema(
                description = "Whether anything shows that jobs are run. False does not prove the opposite: the GPU"
                        + " scheduler gives no sign of life while it has no job.")
        boolean running,

        SchedulerEvidence evidence,
        @JsonProperty("queue_status") QueueStatus queue,
        @JsonProperty("gpu_status") GpuStatus gpu,
        Map<String, Object> models,
        Map<String, Integer> features) {}
