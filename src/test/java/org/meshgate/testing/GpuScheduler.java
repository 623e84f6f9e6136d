package org.meshgate.testing;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * The GPU scheduler of 3DAIGC-API as far as Redis can tell: the same commands in the same order, each on its own, records
 * rewritten whole as Python writes JSON, times with the offset of New York. It knows no index of Meshgate's.
 */
@ApplicationScoped
public class GpuScheduler {

    private static final String JOBS = "3daigc:jobs";
    private static final String RESULTS = "3daigc:results";
    private static final String PENDING = "3daigc:queue:pending";
    private static final String PROCESSING = "3daigc:queue:processing";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneId.of("America/New_York"));

    private final RedisView redis;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();

    GpuScheduler(RedisView redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** ZPOPMIN pending; HGET jobs; SADD processing; HSET jobs. Returns the id. */
    public String pop() {
        Response popped = redis.send(Command.ZPOPMIN, PENDING);
        String id = popped.get(0).toString();
        ObjectNode record = record(id);
        readable(record);
        redis.send(Command.SADD, PROCESSING, id);
        record.put("status", "processing");
        write(id, record);
        return id;
    }

    /** Pops until this job comes; the others go back to where they were. */
    public void take(String id) {
        redis.send(Command.ZREM, PENDING, id);
        redis.send(Command.ZADD, PENDING, "0", id);
        String popped = pop();
        if (!popped.equals(id)) {
            throw new AssertionError("another job was before it");
        }
    }

    /** What the pop demands of a record: the texts inside it are JSON. */
    private void readable(ObjectNode record) {
        try {
            json.readTree(record.get("inputs").textValue());
            json.readTree(record.get("metadata").textValue());
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(
                    record.get("created_at").textValue());
        } catch (JsonProcessingException e) {
            throw new AssertionError("the scheduler could not read this record", e);
        }
    }

    public void start(String id, String model) {
        ObjectNode record = record(id);
        record.put("status", "processing");
        record.put("model_id", model);
        record.put("started_at", now());
        write(id, record);
    }

    /** SREM processing; HGET; HSET jobs; HSET results. */
    public void complete(String id, Map<String, Object> result) {
        redis.send(Command.SREM, PROCESSING, id);
        ObjectNode record = record(id);
        record.put("status", "completed");
        record.put("completed_at", now());
        write(id, record);
        writeResult(id, result);
    }

    public void writeResult(String id, Map<String, Object> result) {
        redis.send(Command.HSET, RESULTS, id, text(json.valueToTree(result)));
    }

    public void fail(String id, String error) {
        redis.send(Command.SREM, PROCESSING, id);
        ObjectNode record = record(id);
        record.put("status", "failed");
        record.put("error", error);
        record.put("failed_at", now());
        write(id, record);
    }

    /** SREM processing; HGET; HSET jobs with a new creation time; ZADD pending in front of the others. */
    public void requeue(String id) {
        redis.send(Command.SREM, PROCESSING, id);
        ObjectNode record = record(id);
        record.put("status", "queued");
        record.put("created_at", now());
        record.remove("error");
        record.remove("failed_at");
        write(id, record);
        BigDecimal score = BigDecimal.valueOf(10_000_000_000L)
                .multiply(BigDecimal.valueOf(record.get("priority").asInt()))
                .add(BigDecimal.valueOf(clock.millis(), 3))
                .subtract(BigDecimal.valueOf(1000));
        redis.send(Command.ZADD, PENDING, score.toPlainString(), id);
    }

    /** What the old API does on its own: HSET jobs; ZADD pending, and nothing else. */
    public void enqueueByOldApi(String id, String owner, Instant created) {
        ObjectNode record = json.createObjectNode()
                .put("job_id", id)
                .put("feature", "text_to_textured_mesh")
                .put("inputs", "{\"text_prompt\": \"old\", \"output_format\": \"glb\"}")
                .put("model_preference", "")
                .put("priority", 1)
                .put("status", "queued")
                .put("created_at", TIME.format(created))
                .put("metadata", "{\"feature_type\": \"text_to_textured_mesh\"}")
                .put("user_id", owner);
        write(id, record);
        redis.send(
                Command.ZADD,
                PENDING,
                BigDecimal.valueOf(10_000_000_000L)
                        .add(BigDecimal.valueOf(created.toEpochMilli(), 3))
                        .toPlainString(),
                id);
    }

    /** What its clean-up does with a job that ended long ago. */
    public void cleanUp(String id) {
        redis.send(Command.HDEL, JOBS, id);
        redis.send(Command.HDEL, RESULTS, id);
    }

    public ObjectNode record(String id) {
        try {
            return (ObjectNode) json.readTree(redis.hashField("jobs", id));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    public void write(String id, ObjectNode record) {
        redis.send(Command.HSET, JOBS, id, text(record));
    }

    private String now() {
        return TIME.format(clock.instant());
    }

    /** As Python writes JSON. */
    String text(Object value) {
        try {
            return json.writer(new PythonSpaces()).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Python's json.dumps puts a space behind every colon and comma. */
    private static final class PythonSpaces extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1L;

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator generator) throws IOException {
            generator.writeRaw(": ");
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator generator) throws IOException {
            generator.writeRaw(", ");
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator generator) throws IOException {
            generator.writeRaw(", ");
        }
    }
}
