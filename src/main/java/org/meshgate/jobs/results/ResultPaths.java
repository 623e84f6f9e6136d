package org.meshgate.jobs.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.RecordPathRedactor;

/**
 * The paths in the result of a job: strings that a worker wrote, not checked against the file system. Every file has a
 * key: the names of the members on the way to it, and numbers from 0 in lists, joined by dots, such as
 * {@code part_files.0}.
 */
public final class ResultPaths {

    /**
     * The workers' names for the main file; the first that is present counts. It is the order in which 3DAIGC-API looks
     * for a download. 3DAIGC-API omits the splat path from the status, but its URL there serves the same file as the
     * download.
     */
    private static final List<String> MAIN = List.of(
            "output_motion_path",
            "output_studio_motion_path",
            "output_mesh_path",
            "output_splat_path",
            "mesh_path",
            "output_path",
            "file_path");

    private static final String THUMBNAIL = "thumbnail_path";
    private static final String MANIFEST = "world_manifest_path";
    private static final String WORLD = "world_directory";

    /** Members for folders that belong to one job alone. */
    private static final List<String> FOLDERS = List.of(WORLD, "individual_parts_dir");

    private static final Set<String> FOLDER_WORDS = Set.of("dir", "directory", "folder");

    /** An alias for the key of the manifest, as in 3DAIGC-API. */
    private static final String MANIFEST_ALIAS = "manifest";

    /** More files than any worker writes for one job. */
    private static final int MAX_FILES = 1000;

    private static final int MAX_DEPTH = 5;

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{1,150}");

    /** Below the first level: what a worker repeats of its inputs, which may be the results of other jobs. */
    private static final Pattern INPUT =
            Pattern.compile("(?:input|source|original|reference).*|(?:.*_)?image_paths?|mesh_paths?");

    /** Members for files for operators; those files contain paths of the server. */
    private static final Pattern NOTES = Pattern.compile("(?:.*[_.])?info_(?:path|file)");

    private ResultPaths() {}

    /** The path of the generated model, motion or world. */
    static Optional<String> main(JobRecord job) {
        return first(job, MAIN.stream());
    }

    /** The path of the thumbnail. */
    static Optional<String> thumbnail(JobRecord job) {
        return first(job, Stream.of(THUMBNAIL));
    }

    /** The path of a world's folder. */
    static Optional<String> world(JobRecord job) {
        return first(job, Stream.of(WORLD));
    }

    /** The file name of a world's manifest. */
    static Optional<String> manifestName(JobRecord job) {
        return first(job, Stream.of(MANIFEST)).map(path -> path.substring(path.lastIndexOf('/') + 1));
    }

    /**
     * The files that clients may request, by key, in the order of the result.
     *
     * @param given the paths among the job's inputs, which are no results
     * @param withNotes whether a worker's notes are among them
     */
    static Map<String, String> assets(JobRecord job, Set<String> given, boolean withNotes) {
        Map<String, String> assets = all(job, given);
        assets.keySet()
                .removeIf(key -> !KEY.matcher(key).matches()
                        || !withNotes && NOTES.matcher(key).matches());
        return assets;
    }

    /** One of {@link #assets}. */
    static Optional<String> asset(JobRecord job, Set<String> given, boolean withNotes, String key) {
        return Optional.ofNullable(assets(job, given, withNotes).get(key.equals(MANIFEST_ALIAS) ? MANIFEST : key));
    }

    /**
     * All files of a result, those of the folders left out.
     *
     * @param given as for {@link #assets}
     */
    static List<String> files(JobRecord job, Set<String> given) {
        return List.copyOf(all(job, given).values());
    }

    /** All files of a result but those that the job may have been given, as far as their names tell. */
    static List<String> ownFiles(ObjectNode result) {
        Map<String, String> all = new LinkedHashMap<>();
        result.properties().stream()
                .filter(member -> !INPUT.matcher(member.getKey()).matches())
                .forEach(member -> collect(member.getValue(), member.getKey(), isNameOfFile(member.getKey()), 1, all));
        return List.copyOf(all.values());
    }

    /** The folders of a result that belong to its job alone. */
    static List<String> folders(JobRecord job) {
        return job.result().map(ResultPaths::folders).orElseGet(List::of);
    }

    /** The folders of a result without a job. */
    static List<String> folders(ObjectNode result) {
        return FOLDERS.stream()
                .flatMap(name -> first(result, Stream.of(name)).stream())
                .toList();
    }

    private static Map<String, String> all(JobRecord job, Set<String> given) {
        Map<String, String> all = new LinkedHashMap<>();
        job.result().ifPresent(result -> collect(result, "", false, 0, all));
        all.values().removeIf(given::contains);
        return all;
    }

    /** @param named whether an enclosing member's name marks strings as paths */
    private static void collect(JsonNode node, String key, boolean named, int depth, Map<String, String> all) {
        if (all.size() >= MAX_FILES) {
            return;
        }
        if (node.isTextual()) {
            if (named && !node.asText().isBlank()) {
                all.put(key, node.asText());
            }
        } else if (depth < MAX_DEPTH) {
            String prefix = key.isEmpty() ? "" : key + ".";
            if (node instanceof ObjectNode object) {
                object.properties().stream()
                        .filter(member ->
                                depth == 0 || !INPUT.matcher(member.getKey()).matches())
                        .forEach(member -> collect(
                                member.getValue(),
                                prefix + member.getKey(),
                                named || isNameOfFile(member.getKey()),
                                depth + 1,
                                all));
            } else if (node.isArray()) {
                for (int i = 0; i < node.size() && i < MAX_FILES; i++) {
                    collect(node.get(i), prefix + i, named, depth + 1, all);
                }
            }
        }
    }

    private static boolean isNameOfFile(String name) {
        return RecordPathRedactor.isPathName(name) && !FOLDER_WORDS.contains(name.substring(name.lastIndexOf('_') + 1));
    }

    private static Optional<String> first(JobRecord job, Stream<String> names) {
        return job.result().flatMap(result -> first(result, names));
    }

    private static Optional<String> first(ObjectNode result, Stream<String> names) {
        return names.map(result::path)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(path -> !path.isEmpty())
                .findFirst();
    }
}
