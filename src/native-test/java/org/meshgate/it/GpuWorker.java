package org.meshgate.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.meshgate.testing.OldRedis;

/** What a GPU worker leaves beside the program: files in the folder of results, and in Redis what became of the job. */
final class GpuWorker implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OldRedis redis;
    private final Path outputs;

    GpuWorker(RealRedis redis, Path outputs) {
        this.redis = new OldRedis(redis.url());
        this.outputs = outputs;
    }

    /** A file of results. */
    Path write(String name, byte[] content) {
        try {
            Path file = outputs.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a job out of the queue and ends it. */
    void complete(String job, Map<String, Object> result) {
        redis.send("ZREM", "3daigc:queue:pending", job);
        try {
            ObjectNode record = (ObjectNode)
                    JSON.readTree(redis.send("HGET", "3daigc:jobs", job).toString());
            record.put("status", "completed")
                    .put("model_id", "trellis_text_to_textured_mesh")
                    .put("started_at", "2026-11-22T01:22:28.610666-05:00")
                    .put("completed_at", "2026-11-22T01:22:29.610666-05:00");
            redis.send("HSET", "3daigc:jobs", job, JSON.writeValueAsString(record));
            redis.send("HSET", "3daigc:results", job, JSON.writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        redis.close();
    }
}
