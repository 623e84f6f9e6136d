package org.meshgate.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.files.DeletedFiles;
import org.meshgate.files.FileLookup;
import org.meshgate.files.OutputFiles;
import org.meshgate.problem.FileMissingException;

/** The files that the result of a job names. What a result says is never trusted: {@link OutputFiles} decides. */
@ApplicationScoped
class ResultFiles {

    /** The workers' names for the main file; the first that is there counts, as in 3DAIGC-API. */
    private static final List<String> MAIN = List.of(
            "output_motion_path",
            "output_studio_motion_path",
            "output_mesh_path",
            "output_splat_path",
            "mesh_path",
            "output_path",
            "file_path");

    /** More than any worker makes for one job. */
    private static final int MOST_FILES = 1000;

    private static final String THUMBNAIL = "thumbnail_path";

    private final OutputFiles files;

    ResultFiles(OutputFiles files) {
        this.files = files;
    }

    /** What a result has to show, if its files are there. */
    record Present(Optional<FileLookup.Found> main, Optional<FileLookup.Found> thumbnail) {
        static final Present NOTHING = new Present(Optional.empty(), Optional.empty());
    }

    /** Which of a job's files. */
    enum Part {
        /** The model, motion or world that was asked for. */
        MAIN("/download"),
        /** A picture of it. */
        THUMBNAIL("/thumbnail");

        private final String route;

        Part(String route) {
            this.route = route;
        }

        /** Under which a job serves it. */
        String route() {
            return route;
        }
    }

    /** Looks at the files of several jobs at once; the answers are in their order. */
    Uni<List<Present>> present(List<StoredJob> jobs) {
        List<String> paths = new ArrayList<>();
        jobs.forEach(job -> {
            path(job, Part.MAIN).ifPresent(paths::add);
            path(job, Part.THUMBNAIL).ifPresent(paths::add);
        });
        if (paths.isEmpty()) {
            return Uni.createFrom()
                    .item(jobs.stream().map(job -> Present.NOTHING).toList());
        }
        return files.findAll(paths).map(found -> {
            var next = found.iterator();
            return jobs.stream()
                    .map(job -> new Present(
                            path(job, Part.MAIN).flatMap(path -> found(next.next())),
                            path(job, Part.THUMBNAIL).flatMap(path -> found(next.next()))))
                    .toList();
        });
    }

    /** What became of a file; fails with {@link FileMissingException} when the result names none. */
    Uni<FileLookup> find(StoredJob job, Part part) {
        return files.find(path(job, part).orElseThrow(FileMissingException::new));
    }

    /** Deletes every file that the result names, as far as it lies among the outputs. */
    Uni<DeletedFiles> delete(StoredJob job) {
        return delete(job.result().stream().toList());
    }

    /** Deletes every file that results name, as far as it lies among the outputs. */
    Uni<DeletedFiles> delete(List<ObjectNode> results) {
        List<String> paths = new ArrayList<>();
        results.forEach(result -> collect(result, paths));
        return paths.isEmpty()
                ? Uni.createFrom().item(new DeletedFiles(0, List.of()))
                : files.delete(paths.subList(0, Math.min(paths.size(), MOST_FILES)));
    }

    private static Optional<String> path(StoredJob job, Part part) {
        List<String> names = part == Part.MAIN ? MAIN : List.of(THUMBNAIL);
        return job.result().flatMap(result -> names.stream()
                .map(result::path)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(path -> !path.isEmpty())
                .findFirst());
    }

    private static void collect(ObjectNode result, List<String> paths) {
        result.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (!ServerPaths.isNameOfPath(member.getKey())) {
                return;
            }
            if (value.isTextual()) {
                paths.add(value.asText());
            } else if (value.isArray()) {
                value.forEach(element -> {
                    if (element.isTextual()) {
                        paths.add(element.asText());
                    }
                });
            }
        });
    }

    private static Optional<FileLookup.Found> found(FileLookup lookup) {
        return lookup instanceof FileLookup.Found found ? Optional.of(found) : Optional.empty();
    }
}
