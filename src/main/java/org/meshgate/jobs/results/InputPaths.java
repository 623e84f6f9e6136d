package org.meshgate.jobs.results;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.FileKind;
import org.meshgate.catalog.model.InputOrigin;
import org.meshgate.catalog.model.JobType;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;

/** Finds the paths of input files in job records. The catalog defines which inputs are files. */
@ApplicationScoped
class InputPaths {

    /** The main files of features of 3DAIGC-API, for features that are no longer in the catalog. */
    private static final Map<String, FileKind> DEFAULT_KEYS =
            Map.of("image_path", FileKind.IMAGE, "mesh_path", FileKind.MESH);

    private final Map<String, Map<String, FileKind>> keysByFeature;
    private final JobJson json;

    InputPaths(Catalog catalog, JobJson json) {
        this.json = json;
        this.keysByFeature = catalog.jobTypes().stream()
                .collect(Collectors.toUnmodifiableMap(JobType::feature, InputPaths::keys, InputPaths::joined));
    }

    /**
     * The main input file of a job.
     *
     * @param path unchecked text
     */
    record Given(String path, FileKind kind) {}

    /** The first input image of a job, or else its first mesh; absent for a job without input files. */
    Optional<Given> main(JobRecord job) {
        Map<String, FileKind> keys = keysByFeature.getOrDefault(job.feature(), DEFAULT_KEYS);
        return keys.isEmpty() // as for most jobs, whose inputs are not worth reading a second time
                ? Optional.empty()
                : inputs(job).flatMap(inputs -> first(inputs, keys, FileKind.IMAGE)
                        .or(() -> first(inputs, keys, FileKind.MESH)));
    }

    /** The paths of all input files, by input. */
    Map<String, String> files(JobRecord job) {
        return inputs(job).map(inputs -> files(job.feature(), inputs)).orElseGet(Map::of);
    }

    /** The paths of all input files among the inputs of a job of this feature, by input. */
    Map<String, String> files(String feature, JsonNode inputs) {
        Map<String, String> files = new LinkedHashMap<>();
        keysByFeature.getOrDefault(feature, DEFAULT_KEYS).keySet().forEach(key -> {
            String path = inputs.path(key).asText("");
            if (inputs.path(key).isTextual() && !path.isBlank()) {
                files.put(key, path);
            }
        });
        return files;
    }

    /** All strings among a job's inputs that could be paths. */
    Set<String> all(JobRecord job) {
        return inputs(job)
                .map(inputs -> inputs.properties().stream()
                        .map(Map.Entry::getValue)
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText)
                        .filter(text -> text.indexOf('/') >= 0)
                        .collect(Collectors.toUnmodifiableSet()))
                .orElseGet(Set::of);
    }

    private Optional<JsonNode> inputs(JobRecord job) {
        JsonNode inputs = job.fields().path(JobRecord.INPUTS);
        return inputs.isObject() ? Optional.of(inputs) : json.shared(inputs.asText());
    }

    private static Optional<Given> first(JsonNode inputs, Map<String, FileKind> keys, FileKind kind) {
        return keys.entrySet().stream()
                .filter(key -> key.getValue() == kind)
                .map(key -> inputs.path(key.getKey()))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(path -> !path.isBlank())
                .findFirst()
                .map(path -> new Given(path, kind));
    }

    private static Map<String, FileKind> keys(JobType type) {
        Map<String, FileKind> keys = new LinkedHashMap<>();
        List<String> order = new ArrayList<>(type.inputs().keySet());
        // the usual name before others, such as that of a texture
        order.sort((a, b) -> Boolean.compare(!DEFAULT_KEYS.containsKey(a), !DEFAULT_KEYS.containsKey(b)));
        order.forEach(key -> {
            if (type.inputs().get(key) instanceof InputOrigin.FromFile file) {
                keys.put(key, type.files().get(file.group()).kind());
            }
        });
        return keys;
    }

    private static Map<String, FileKind> joined(Map<String, FileKind> one, Map<String, FileKind> other) {
        Map<String, FileKind> both = new LinkedHashMap<>(one);
        other.forEach(both::putIfAbsent);
        return both;
    }
}
