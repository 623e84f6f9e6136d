package org.meshgate.jobs.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.meshgate.redis.Timestamps;

/**
 * A job as stored in Redis, with its state outside of the record.
 *
 * @param id normally a UUID
 * @param text the record as it was read, to compare with in compare-and-set scripts
 * @param fields the parsed record, in which {@code inputs} and {@code metadata} are JSON <em>text</em>
 * @param result the worker's result, once the job has completed
 * @param progress from 0 to 1, while a worker of Meshgate holds the job
 * @param ahead number of jobs before it in the queue, while it waits
 * @param holder the worker that holds it now
 * @param cancelling whether its cancellation was requested
 * @param waitSeconds about how long it will wait, while it waits and workers are known
 * @param message the last message of its worker
 */
public record JobRecord(
        String id,
        String text,
        JsonNode fields,
        Optional<ObjectNode> result,
        OptionalDouble progress,
        OptionalLong ahead,
        Holder holder,
        boolean cancelling,
        OptionalLong waitSeconds,
        Optional<String> message) {

    public static final String ID = "job_id";
    public static final String FEATURE = "feature";
    public static final String INPUTS = "inputs";
    public static final String MODEL_PREFERENCE = "model_preference";
    public static final String MODEL_ID = "model_id";
    public static final String PRIORITY = "priority";
    public static final String STATUS = "status";
    public static final String CREATED = "created_at";
    public static final String STARTED = "started_at";
    public static final String COMPLETED = "completed_at";
    public static final String FAILED = "failed_at";
    public static final String CANCELLED = "cancelled_at";
    public static final String METADATA = "metadata";
    public static final String OWNER = "user_id";
    public static final String ERROR = "error";
    public static final String RETRIES = "retry_count";

    /** The kind of worker that holds a job. */
    public enum Holder {
        /** None: the job waits, has ended, or is in transit from the queue to the GPU scheduler. */
        NONE,
        /** The GPU scheduler of 3DAIGC-API; meanwhile only the scheduler may change the record. */
        SCHEDULER,
        /** A worker with a lease. */
        LEASE
    }

    /** A job with its record alone. */
    public static JobRecord plain(String id, String text, JsonNode fields) {
        return ended(id, text, fields, Optional.empty());
    }

    /** A job with its result, which no worker holds. */
    public static JobRecord ended(String id, String text, JsonNode fields, Optional<ObjectNode> result) {
        return new JobRecord(
                id,
                text,
                fields,
                result,
                OptionalDouble.empty(),
                OptionalLong.empty(),
                Holder.NONE,
                false,
                OptionalLong.empty(),
                Optional.empty());
    }

    /** A copy that says whether the cancellation was requested. */
    public JobRecord cancelling(boolean requested) {
        return new JobRecord(id, text, fields, result, progress, ahead, holder, requested, waitSeconds, message);
    }

    /** Absent when another program wrote an unknown status. */
    public Optional<JobStatus> status() {
        return JobStatus.of(statusText());
    }

    public String statusText() {
        return fields.path(STATUS).asText();
    }

    /** The user id; absent for a job of simple mode. */
    public Optional<String> owner() {
        return text(OWNER).filter(owner -> !owner.isEmpty());
    }

    public String feature() {
        return fields.path(FEATURE).asText();
    }

    /**
     * The submission time, or the time of the first requeue; 1970 when it is unreadable, so that the job can be listed.
     */
    public Instant created() {
        return time(CREATED).orElse(Instant.EPOCH);
    }

    public Optional<Instant> time(String field) {
        return text(field).flatMap(Timestamps::parse);
    }

    public Optional<String> text(String field) {
        return Optional.of(fields.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
