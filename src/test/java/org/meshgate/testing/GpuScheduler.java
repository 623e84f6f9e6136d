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
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * The GPU scheduler of 3DAIGC-API as far as Redis can tell: the same commands in the same order, each on its own, records
 * rewritten whole as Python writes JSON, times with the offset of New York. It knows no index of Meshgate's. A test can
 * stop it between any two commands ({@link #dieAfter}), or do something there ({@link #after}).
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

    private int untilHook;
    private Runnable hook = () -> {};

    GpuScheduler(RedisView redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** Does some work, but dies when it has sent so many commands. */
    public void dieAfter(int commands, Runnable work) {
        try {
            after(
                    commands,
                    () -> {
                        throw new Death();
                    },
                    work);
            throw new AssertionError("the work was done before the scheduler could die");
        } catch (Death expected) {
            // as wanted
        }
    }

    /** Does some work, and something else in the midst of it, when it has sent so many commands. */
    public void after(int commands, Runnable somethingElse, Runnable work) {
        untilHook = commands;
        hook = somethingElse;
        try {
            work.run();
        } finally {
            untilHook = 0;
            hook = () -> {};
        }
    }

    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private Response send(Command command, String... arguments) {
        Response response = redis.send(command, arguments);
        if (untilHook > 0 && --untilHook == 0) {
            hook.run();
        }
        return response;
    }

    /** ZPOPMIN pending; HGET jobs; SADD processing; HSET jobs. Returns the id. */
    public String pop() {
        Response popped = send(Command.ZPOPMIN, PENDING);
        String id = popped.get(0).toString();
        ObjectNode record = record(id);
        readable(record);
        send(Command.SADD, PROCESSING, id);
        record.put("status", "processing");
        write(id, record);
        return id;
    }

    /** Pops until this job comes; the others go back to where they were. */
    public void take(String id) {
        send(Command.ZREM, PENDING, id);
        send(Command.ZADD, PENDING, "0", id);
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

    /** HGET; HSET jobs. */
    public void start(String id, String model) {
        ObjectNode record = record(id);
        record.put("status", "processing");
        record.put("model_id", model);
        record.put("started_at", now());
        write(id, record);
    }

    /** SREM processing; HGET; HSET jobs; HSET results. Of a job that is gone it writes the result all the same. */
    public void complete(String id, Map<String, Object> result) {
        send(Command.SREM, PROCESSING, id);
        Response text = send(Command.HGET, JOBS, id);
        if (text != null) {
            write(id, parsed(text.toString()).put("status", "completed").put("completed_at", now()));
        }
        writeResult(id, result);
    }

    /** HSET results, which a worker's death leaves out, and a deletion before does not keep it from. */
    public void writeResult(String id, Map<String, Object> result) {
        send(Command.HSET, RESULTS, id, text(json.valueToTree(result)));
    }

    /** SREM processing; HGET; HSET jobs. */
    public void fail(String id, String error) {
        send(Command.SREM, PROCESSING, id);
        ObjectNode record = record(id);
        record.put("status", "failed");
        record.put("error", error);
        record.put("failed_at", now());
        write(id, record);
    }

    /** SREM processing; HGET; HSET jobs with a new creation time; ZADD pending in front of the others. */
    public void requeue(String id) {
        send(Command.SREM, PROCESSING, id);
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
        send(Command.ZADD, PENDING, score.toPlainString(), id);
    }

    /** What it does when it starts: SMEMBERS processing, and a requeue of each that has a record. */
    public void startUp() {
        for (Response id : send(Command.SMEMBERS, PROCESSING)) {
            if (redis.hashField("jobs", id.toString()) == null) {
                send(Command.SREM, PROCESSING, id.toString());
            } else {
                requeue(id.toString());
            }
        }
    }

    /** What it does when it ends, with all that is still worked on. */
    public void shutDown() {
        send(Command.SMEMBERS, PROCESSING).forEach(id -> fail(id.toString(), "Scheduler shutdown"));
    }

    /** What it does once a minute: reads all jobs, and removes those that ended a day ago. */
    public void cleanUpAll() {
        Instant limit = clock.instant().minus(Duration.ofDays(1));
        Response all = send(Command.HGETALL, JOBS);
        for (String id : all.getKeys()) {
            ObjectNode record = record(id);
            for (String end : List.of("completed_at", "failed_at")) {
                String time = record.path(end).asText();
                if (!time.isEmpty() && OffsetDateTime.parse(time).toInstant().isBefore(limit)) {
                    cleanUp(id);
                }
            }
        }
    }

    /** What the old API does to delete: ZREM pending; SREM processing; HDEL jobs; HDEL results. */
    public void deleteByOldApi(String id) {
        send(Command.ZREM, PENDING, id);
        send(Command.SREM, PROCESSING, id);
        cleanUp(id);
    }

    /** Whether it would fail the job without running it, because it waited for over an hour. */
    public boolean isTooOld(String id) {
        Instant created =
                OffsetDateTime.parse(record(id).get("created_at").textValue()).toInstant();
        return created.isBefore(clock.instant().minus(Duration.ofHours(1)));
    }

    /** What the old API does on its own: HSET jobs; ZADD pending, and nothing else. */
    public void enqueueByOldApi(String id, String owner, Instant created) {
        enqueueByOldApi(id, owner, created, TIME.format(created));
    }

    /** @param spelled what stands in the record for the time of creation */
    public void enqueueByOldApi(String id, String owner, Instant created, String spelled) {
        ObjectNode record = json.createObjectNode()
                .put("job_id", id)
                .put("feature", "text_to_textured_mesh")
                .put("inputs", "{\"text_prompt\": \"old\", \"output_format\": \"glb\"}")
                .put("model_preference", "")
                .put("priority", 1)
                .put("status", "queued")
                .put("created_at", spelled)
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
        send(Command.HDEL, JOBS, id);
        send(Command.HDEL, RESULTS, id);
    }

    public ObjectNode record(String id) {
        return parsed(send(Command.HGET, JOBS, id).toString());
    }

    private ObjectNode parsed(String record) {
        try {
            return (ObjectNode) json.readTree(record);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    public void write(String id, ObjectNode record) {
        send(Command.HSET, JOBS, id, text(record));
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
