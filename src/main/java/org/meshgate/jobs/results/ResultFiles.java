package org.meshgate.jobs.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.meshgate.files.DeletedFiles;
import org.meshgate.files.FileLookup;
import org.meshgate.files.OutputFiles;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.problem.FileMissingException;

/** Finds and deletes the files of results. Paths in results are not trusted: {@link OutputFiles} checks them. */
@ApplicationScoped
public class ResultFiles {

    /** Maximum number of files of one job that a response lists. */
    private static final int MAX_LISTED = 100;

    private final OutputFiles files;
    private final InputPaths inputPaths;

    ResultFiles(OutputFiles files, InputPaths inputPaths) {
        this.files = files;
        this.inputPaths = inputPaths;
    }

    /** The standard files of a result. */
    public enum Part {
        /** The generated model, motion or world. */
        MAIN("/download", "result file"),
        /** An image of it. */
        THUMBNAIL("/thumbnail", "thumbnail");

        private final String route;
        private final String title;

        Part(String route, String title) {
            this.route = route;
            this.title = title;
        }

        /** The path segment below that of the job. */
        public String route() {
            return route;
        }

        /** The name in messages. */
        String title() {
            return title;
        }
    }

    /** Finds the main files and thumbnails of several jobs at once, in their order. */
    public Uni<List<PresentFiles>> present(List<JobRecord> jobs) {
        List<String> paths = new ArrayList<>();
        jobs.forEach(job -> {
            path(job, Part.MAIN).ifPresent(paths::add);
            path(job, Part.THUMBNAIL).ifPresent(paths::add);
        });
        if (paths.isEmpty()) {
            return Uni.createFrom()
                    .item(jobs.stream().map(job -> PresentFiles.EMPTY).toList());
        }
        return files.findAll(paths).map(found -> {
            Iterator<FileLookup> next = found.iterator();
            return jobs.stream().map(job -> present(job, next, List.of())).toList();
        });
    }

    /**
     * Finds all files of one job.
     *
     * @param withNotes as for {@link ResultPaths#assets}
     */
    public Uni<PresentFiles> everything(JobRecord job, boolean withNotes) {
        List<String> keys = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        path(job, Part.MAIN).ifPresent(paths::add);
        path(job, Part.THUMBNAIL).ifPresent(paths::add);
        ResultPaths.assets(job, inputPaths.all(job), withNotes).entrySet().stream()
                .limit(MAX_LISTED)
                .forEach(asset -> {
                    keys.add(asset.getKey());
                    paths.add(asset.getValue());
                });
        if (paths.isEmpty()) {
            return Uni.createFrom().item(PresentFiles.EMPTY);
        }
        return files.findAll(paths)
                .map(found -> present(job, found.iterator(), keys))
                .chain(present -> manifest(job).map(present::withManifest));
    }

    private static PresentFiles present(JobRecord job, Iterator<FileLookup> next, List<String> keys) {
        Optional<FileLookup.Found> main =
                path(job, Part.MAIN).flatMap(path -> next.next().found());
        Optional<FileLookup.Found> thumbnail =
                path(job, Part.THUMBNAIL).flatMap(path -> next.next().found());
        List<String> assets =
                keys.stream().filter(key -> next.next().found().isPresent()).toList();
        return new PresentFiles(main, thumbnail, Optional.empty(), assets, Optional.empty());
    }

    private Uni<Optional<String>> manifest(JobRecord job) {
        Optional<String> name = ResultPaths.world(job).flatMap(world -> ResultPaths.manifestName(job));
        return name.isEmpty()
                ? Uni.createFrom().item(name)
                : findInWorld(job, name.get()).map(lookup -> lookup.found().flatMap(found -> name));
    }

    /** Finds a standard file; fails with {@link FileMissingException} when the result names none. */
    public Uni<FileLookup> find(JobRecord job, Part part) {
        return files.find(path(job, part).orElseThrow(() -> FileMissingException.never(part.title())));
    }

    /**
     * Finds any file of the result.
     *
     * @param key as {@link ResultPaths} has it, or any other text
     * @return fails with {@link FileMissingException} when there is no such key
     */
    public Uni<FileLookup> findAsset(JobRecord job, String key, boolean withNotes) {
        return files.find(ResultPaths.asset(job, inputPaths.all(job), withNotes, key)
                .orElseThrow(() -> FileMissingException.never("file of this key")));
    }

    /**
     * Finds a file of a world.
     *
     * @param name relative to the world's folder, as a client asked for it
     * @return fails with {@link FileMissingException} when the result is no world
     */
    public Uni<FileLookup> findInWorld(JobRecord job, String name) {
        return files.findIn(ResultPaths.world(job).orElseThrow(() -> FileMissingException.never("world")), name);
    }

    /** Deletes all files and folders of the result that are inside of the output folder. */
    public Uni<DeletedFiles> delete(JobRecord job) {
        return delete(ResultPaths.files(job, inputPaths.all(job)), ResultPaths.folders(job));
    }

    /** Deletes the files of results whose jobs are gone; possible input files are kept. */
    public Uni<DeletedFiles> delete(List<ObjectNode> results) {
        return delete(
                results.stream()
                        .flatMap(result -> ResultPaths.ownFiles(result).stream())
                        .toList(),
                results.stream()
                        .flatMap(result -> ResultPaths.folders(result).stream())
                        .toList());
    }

    private Uni<DeletedFiles> delete(List<String> paths, List<String> folders) {
        return paths.isEmpty() && folders.isEmpty()
                ? Uni.createFrom().item(new DeletedFiles(0, List.of()))
                : files.delete(paths, folders);
    }

    private static Optional<String> path(JobRecord job, Part part) {
        return part == Part.MAIN ? ResultPaths.main(job) : ResultPaths.thumbnail(job);
    }
}
