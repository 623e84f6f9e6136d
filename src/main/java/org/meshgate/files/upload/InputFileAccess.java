package org.meshgate.files.upload;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.caller.Caller;
import org.meshgate.files.FileExecutor;
import org.meshgate.files.FileLookup;
import org.meshgate.files.InputFolder;
import org.meshgate.files.upload.storage.StoredName;
import org.meshgate.files.upload.storage.UploadAccess;
import org.meshgate.files.upload.storage.UploadFolder;
import org.meshgate.problem.BusyException;

/**
 * Resolves the input files of jobs by the paths in the job records. Meshgate writes these paths itself, but 3DAIGC-API
 * let clients write any path of the server. Therefore only regular files are found whose real path lies below
 * {@code storage.uploads} and that belong to no other user, or, for callers who reach all files, below
 * {@code storage.inputs}. The work runs on the {@link FileExecutor} and fails with {@link BusyException} when that is
 * full.
 */
@ApplicationScoped
public class InputFileAccess {

    private final UploadFolder uploads;
    private final InputFolder inputs;
    private final UploadAccess access;
    private final FileExecutor executor;

    InputFileAccess(UploadFolder uploads, InputFolder inputs, UploadAccess access, FileExecutor executor) {
        this.uploads = uploads;
        this.inputs = inputs;
        this.access = access;
        this.executor = executor;
    }

    /**
     * An input path in the record of a job.
     *
     * @param path any text
     * @param jobOwner the user id of the job's owner; absent for a job without an owner
     */
    public record InputPath(String path, Optional<String> jobOwner) {}

    /**
     * Resolves paths in order, with one task of the executor and at most one call to Redis.
     *
     * @param caller a caller who may see the jobs of all paths
     */
    public Uni<List<FileLookup>> findAll(Caller caller, List<InputPath> paths) {
        List<InputPath> requested = List.copyOf(paths);
        boolean reachesAll = UploadAccess.reachesAll(caller);
        return executor.run(() -> requested.stream()
                        .map(one -> look(one.path(), reachesAll))
                        .toList())
                .chain(found -> hideForeign(caller, requested, found));
    }

    /** Resolves one path, as {@link #findAll} does. */
    public Uni<FileLookup> find(Caller caller, InputPath path) {
        return findAll(caller, List.of(path)).map(found -> found.get(0));
    }

    /**
     * Resolves paths in order, for a worker that holds their job. The submission has checked what its sender may use; a
     * worker gets any file below {@code storage.uploads} and {@code storage.inputs} that the record names, as the GPU
     * scheduler does.
     */
    public Uni<List<FileLookup>> findForWorker(List<String> paths) {
        List<String> requested = List.copyOf(paths);
        return executor.run(
                () -> requested.stream().map(path -> look(path, true)).toList());
    }

    private FileLookup look(String path, boolean reachesAll) {
        FileLookup upload = uploads.look(path);
        boolean maybeInput = reachesAll && upload instanceof FileLookup.Outside && path.startsWith("/");
        return maybeInput ? inputs.look(path) : upload;
    }

    private Uni<List<FileLookup>> hideForeign(Caller caller, List<InputPath> paths, List<FileLookup> found) {
        List<Integer> positions = new ArrayList<>();
        List<UploadAccess.JobInput> toCheck = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Optional<String> id = uploadId(found.get(i));
            if (id.isPresent()) {
                positions.add(i);
                toCheck.add(new UploadAccess.JobInput(id.get(), paths.get(i).jobOwner()));
            }
        }
        return access.mayShow(caller, toCheck).map(answers -> {
            List<FileLookup> shown = new ArrayList<>(found);
            for (int i = 0; i < answers.size(); i++) {
                if (!answers.get(i)) {
                    shown.set(positions.get(i), new FileLookup.Outside());
                }
            }
            return shown;
        });
    }

    /** The upload id in the name of the real file: a symbolic link may have any name. */
    private static Optional<String> uploadId(FileLookup lookup) {
        return lookup instanceof FileLookup.Found found
                ? StoredName.idIn(found.file().path().getFileName().toString())
                : Optional.empty();
    }
}
