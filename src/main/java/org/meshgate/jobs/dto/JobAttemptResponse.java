package org.meshgate.jobs.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The last attempt of a job by a worker, for administrators. Unknown members are absent.
 *
 * @param attempt counts from 1; 0 for a job that no worker has claimed
 * @param failures attempts that failed or whose worker vanished; one that was released or cancelled does not count
 * @param outcome how the attempt ended; absent while it runs
 * @param logTail the end of the worker's log, sent with the last failure that it reported; secrets of this server are
 *     redacted
 */
public record JobAttemptResponse(
        @JsonProperty("job_id") String jobId,
        int attempt,
        int failures,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("worker_id")
        String workerId,

        @JsonInclude(JsonInclude.Include.NON_NULL) String model,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("started_at")
        Instant startedAt,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(enumeration = {"queued", "completed", "failed", "cancelled", "lost"})
        String outcome,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("log_tail")
        String logTail) {}
