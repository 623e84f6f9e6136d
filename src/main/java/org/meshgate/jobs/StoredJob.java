package org.meshgate.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.meshgate.redis.RecordTimes;

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
record StoredJob(
        String id,
        String text,
        JsonNode fields,
        Optional<ObjectNode> result,
        OptionalDouble progress,
        OptionalLong ahead,
        Workplace workplace,
        boolean cancelling) {

    static final String ID = "job_id";
    static final String FEATURE = "feature";
    static final String INPUTS = "inputs";
    static final String MODEL_PREFERENCE = "model_preference";
    static final String MODEL_ID = "model_id";
    static final String PRIORITY = "priority";
    static final String STATUS = "status";
    static final String CREATED = "created_at";
    static final String STARTED = "started_at";
    static final String COMPLETED = "completed_at";
    static final String FAILED = "failed_at";
    static final String CANCELLED = "cancelled_at";
    static final String METADATA = "metadata";
    static final String OWNER = "user_id";
    static final String ERROR = "error";
    static final String RETRIES = "retry_count";

    /** Who works on a job. */
    enum Workplace {
        /** Nobody: it waits, has ended, or is on its way from the queue to the GPU scheduler. */
        NONE,
        /** The GPU scheduler of 3DAIGC-API; it alone may change the record meanwhile. */
        SCHEDULER,
        /** A worker with a lease. */
        LEASE
    }

    /** A record without what stands around it. */
    static StoredJob plain(String id, String text, JsonNode fields) {
        return new StoredJob(
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
    StoredJob cancelling(boolean asked) {
        return new StoredJob(id, text, fields, result, progress, ahead, workplace, asked);
    }

    /** Absent when another program wrote a status that nobody knows. */
    Optional<JobStatus> status() {
        return JobStatus.of(statusText());
    }

    String statusText() {
        return fields.path(STATUS).asText();
    }

    /** The user id; absent for a job of simple mode. */
    Optional<String> owner() {
        return text(OWNER).filter(owner -> !owner.isEmpty());
    }

    String feature() {
        return fields.path(FEATURE).asText();
    }

    /** When it was submitted, or first put back; 1970 when nobody can tell, so that it can be listed all the same. */
    Instant created() {
        return time(CREATED).orElse(Instant.EPOCH);
    }

    Optional<Instant> time(String field) {
        return text(field).flatMap(RecordTimes::parse);
    }

    Optional<String> text(String field) {
        return Optional.of(fields.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
