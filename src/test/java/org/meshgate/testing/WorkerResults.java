package org.meshgate.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the workers of 3DAIGC-API leave of a job, by the family of their model: files in the places where they put them, some
 * absolute, some relative to their working directory, and the members of their results.
 */
public final class WorkerResults {

    private final Path directory;
    private final ObjectMapper json = new ObjectMapper();

    /** @param directory in which the workers run; their {@code outputs} lies in it */
    public WorkerResults(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /** What the main file of a job contains. */
    public static String content(String id) {
        return "the main file of " + id;
    }

    /** Does a job: opens the files that its inputs name, and writes those of its result. */
    public Map<String, Object> run(String id, String model, ObjectNode record) {
        ObjectNode inputs = inputs(record);
        inputs.properties().forEach(input -> {
            if (input.getKey().endsWith("_path") && !input.getValue().isNull()) {
                open(input.getValue().textValue());
            }
        });
        Map<String, Object> result = new LinkedHashMap<>(
                result(id, model, inputs.path("output_format").asText("glb")));
        result.put("success", true);
        return result;
    }

    private Map<String, Object> result(String id, String model, String format) {
        String family = model.replaceFirst("_.*", "");
        String name = model + "_" + id + "." + format;
        return switch (family) {
            case "trellis", "trellis2" ->
                Map.of(
                        "output_mesh_path", absolute(write("outputs/meshes/" + name, id)),
                        "thumbnail_path", absolute(write("outputs/thumbnails/" + id + "_thumb.png", id)),
                        "generation_info", Map.of("model", model, "seed", 42, "thumbnail_generated", true));
            case "unirig" ->
                Map.of(
                        "output_mesh_path", write("outputs/rigged/" + model + "_" + id + ".glb", id),
                        "bone_count", 24,
                        "rig_info", Map.of("bones", List.of()),
                        "format", "glb",
                        "generation_info", Map.of("model", model));
            case "p3sam" ->
                Map.of(
                        "output_mesh_path", write("outputs/segmented/" + name, id),
                        "segmentation_info_path", write("outputs/segmented/" + id + ".json", id),
                        "num_parts", 3,
                        "segmentation_info", Map.of("parts", 3),
                        "generation_info", Map.of("model", model));
            case "instant" -> infoBeside(id, "outputs/meshes/" + name, "retopology_info", "output_stats");
            case "xatlas" -> infoBeside(id, "outputs/meshes/" + name, "uv_info", "distortion");
            case "voxhammer" ->
                Map.of(
                        "output_mesh_path", write("outputs/voxhammer/" + id + "/" + name, id),
                        "editing_info", Map.of("model", model));
            case "triposplat" -> {
                String splat = write("outputs/splats/" + name, id);
                yield Map.of(
                        "output_mesh_path",
                        splat,
                        "output_splat_path",
                        splat,
                        "generation_info",
                        Map.of("model", model));
            }
            case "opennexus" -> world(id, model);
            case "kimodo" -> {
                String motion = write("outputs/motions/" + model + "_" + id + ".studio_motion.json", id);
                yield Map.of(
                        "output_mesh_path",
                        motion,
                        "output_motion_path",
                        motion,
                        "output_studio_motion_path",
                        motion,
                        "output_npz_path",
                        write("outputs/motions/" + model + "_" + id + ".npz", id),
                        "text_prompt",
                        "walk",
                        "generation_info",
                        Map.of("duration_sec", 5.0, "fps", 30));
            }
            default -> // hunyuan3dv21 and others: the main file and what is told of it
                Map.of(
                        "output_mesh_path", write("outputs/meshes/" + name, id),
                        "generation_info", Map.of("model", model));
        };
    }

    private Map<String, Object> infoBeside(String id, String main, String info, String more) {
        return Map.of(
                "output_mesh_path",
                write(main, id),
                "generation_info_path",
                write(main + ".json", id),
                more,
                Map.of("vertices", 8),
                info,
                Map.of("faces", 12));
    }

    private Map<String, Object> world(String id, String model) {
        String folder = "outputs/worlds/" + id + "/";
        String splat = absolute(write(folder + "environment.ply", id));
        return Map.of(
                "output_mesh_path", splat,
                "output_splat_path", splat,
                "world_id", id,
                "world_manifest_path", absolute(write(folder + "world.manifest.json", id)),
                "world_directory", directory.resolve(folder).toString(),
                "pipeline", model,
                "generation_info", Map.of("world_id", id, "prop_count", 0, "environment_format", "ply"));
    }

    private ObjectNode inputs(ObjectNode record) {
        try {
            return (ObjectNode) json.readTree(record.get("inputs").textValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open(String path) {
        try {
            if (Files.readAllBytes(directory.resolve(path)).length == 0) {
                throw new AssertionError(path + " is empty");
            }
        } catch (IOException e) {
            throw new AssertionError("the worker cannot open " + path, e);
        }
    }

    private String write(String relative, String id) {
        try {
            Path file = directory.resolve(relative);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content(id));
            return relative;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String absolute(String relative) {
        return directory.resolve(relative).toString();
    }
}
