package org.meshgate.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.meshgate.files.Outputs;

/** Jobs as another program left them, whosever they are. Files are in the folder of the profile {@link Outputs}. */
@ApplicationScoped
public class FinishedJobs {

    public static final String MESH = "0123456789";
    public static final String PICTURE = "a picture";

    /** Of a world, and what it says. */
    public static final String MANIFEST = "world.manifest.json";

    public static final String MANIFEST_TEXT = "{\"environment\":\"environment.ply\"}";

    private final GpuScheduler scheduler;
    private final RedisView redis;
    private final Clock clock;

    FinishedJobs(GpuScheduler scheduler, RedisView redis, Clock clock) {
        this.scheduler = scheduler;
        this.redis = redis;
        this.clock = clock;
    }

    /** A completed job and its two files. */
    public record WithFiles(String id, Path mesh, Path picture) {}

    /** All that a refused request could have changed. */
    public record Traces(String job, String result, String place, boolean beingWorkedOn, boolean cancelling) {}

    /** A job in the queue; an empty owner is nobody. */
    public String queued(String owner) {
        String id = UUID.randomUUID().toString();
        scheduler.enqueueByOldApi(id, owner, clock.instant());
        return id;
    }

    public String processing(String owner) {
        String id = queued(owner);
        scheduler.take(id);
        scheduler.start(id, "trellis_text_to_textured_mesh");
        return id;
    }

    public String completed(String owner, Map<String, Object> result) {
        String id = processing(owner);
        scheduler.complete(id, result);
        return id;
    }

    /** Without any result. */
    public String completedSoFar(String owner) {
        String id = processing(owner);
        redis.send(Command.SREM, "3daigc:queue:processing", id);
        ObjectNode job = scheduler.record(id);
        scheduler.write(id, job.put("status", "completed").put("completed_at", "2026-11-22T01:22:29.610666-05:00"));
        return id;
    }

    public String failed(String owner, String error) {
        String id = processing(owner);
        scheduler.fail(id, error);
        return id;
    }

    public WithFiles withFiles(String owner) {
        return withFiles(owner, Map.of());
    }

    /** @param more members of the result */
    public WithFiles withFiles(String owner, Map<String, Object> more) {
        String name = Api.unique("mesh-");
        Path mesh = Outputs.write(name + ".glb", MESH);
        Path picture = Outputs.write(name + ".png", PICTURE);
        Map<String, Object> result = new HashMap<>(Map.of(
                "output_mesh_path", mesh.toString(),
                "thumbnail_path", picture.toString(),
                "success", true,
                "generation_info", Map.of("model_used", "trellis", "parameters", Map.of("seed", 1))));
        result.putAll(more);
        return new WithFiles(completed(owner, result), mesh, picture);
    }

    /** A job of a type that has an input, with files of every kind. */
    public WithFiles withAll(String owner, String imagePath) {
        WithFiles job = withFiles(owner, Map.of("world_directory", world()));
        give(job.id(), "image_to_raw_mesh", Map.of("image_path", imagePath));
        return job;
    }

    /** Replaces what a job was given, whatever another program may have written there. */
    public void give(String id, Map<String, Object> inputs) {
        scheduler.write(id, scheduler.record(id).put("inputs", scheduler.text(inputs)));
    }

    /** Replaces what a job was given, and what it is. */
    public void give(String id, String feature, Map<String, Object> inputs) {
        give(id, inputs);
        scheduler.write(id, scheduler.record(id).put("feature", feature));
    }

    /** The folder of a new world, with its manifest and some of its files. */
    public static String world() {
        return world("worlds/" + Api.unique("world-"));
    }

    /** @param name below the folder of results */
    public static String world(String name) {
        Path world = Outputs.FOLDER.resolve(name);
        try {
            Files.createDirectories(world.resolve("props/deep/er"));
            Files.writeString(world.resolve(MANIFEST), MANIFEST_TEXT);
            Files.writeString(world.resolve("environment.ply"), "ply");
            Files.writeString(world.resolve("props/chair 1.glb"), "chair");
            Files.writeString(world.resolve("props/chair_crop.png"), "crop");
            Files.writeString(world.resolve("props/deep/er/x.glb"), "deep");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return world.toString();
    }

    public Traces traces(String id) {
        return new Traces(
                redis.hashField("jobs", id),
                redis.hashField("results", id),
                text(redis.send(Command.ZSCORE, "3daigc:queue:pending", id)),
                redis.isMember("queue:processing", id),
                redis.send(Command.ZSCORE, "3daigc:jobs:cancelling", id) != null);
    }

    /** The file's content, or null when there is none. */
    public static String content(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Response value) {
        return value == null ? null : value.toString();
    }
}
