package org.meshgate.jobs.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.meshgate.redis.Timestamps;

/**
 * A job as it stands in Redis, with what stands around it.
 *
 * @param id the name under which it is kept, normally a UUID
 * @param text the record as it was read, to compare with when it is changed
 * @param fields the record; {@code inputs} and {@code metadata} are JSON <em>text</em> in it
 * @param result what the worker left, once the job has completed
 * @param progress from 0 to 1, while a worker of ours has it
 * @param ahead how many jobs wait before it, while it waits
 * @param workplace who has it now
 * @param cancelling whether somebody asked for its end
 */
public record JobRecord(
        String id,
        String text,
        JsonNode fields,
        Optional<ObjectNode> result,
        OptionalDouble progress,
        OptionalLong ahead,
        Workplace workplace,
        boolean cancelling) {

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

    /** Who works on a job. */
    public enum Workplace {
        /** Nobody: it waits, has ended, or is on its way from the queue to the GPU scheduler. */
        NONE,
        /** The GPU scheduler of 3DAIGC-API; it alone may change the record meanwhile. */
        SCHEDULER,
        /** A worker with a lease. */
        LEASE
    }

    /** A record without what stands around it. */
    public static JobRecord plain(String id, String text, JsonNode fields) {
        return new JobRecord(
                id,
                text,
                fields,
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                Workplace.NONE,
                false);
    }

    /** The same job, and whether somebody asked for its end. */
    public JobRecord cancelling(boolean asked) {
        return new JobRecord(id, text, fields, result, progress, ahead, workplace, asked);
    }

    /** Absent when another program wrote a status that nobody knows. */
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

    /** When it was submitted, or first put back; 1970 when nobody can tell, so that it can be listed all the same. */
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
