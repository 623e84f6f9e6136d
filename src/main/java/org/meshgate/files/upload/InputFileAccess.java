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
 * The files that jobs were given, asked for by the paths in their records. Those are Meshgate's own for jobs of today, but
 * 3DAIGC-API let clients write any path of the server there. So only regular files are ever found whose real path lies
 * below {@code storage.uploads}, and that are no other user's, or, for callers who could have named them themselves, below
 * {@code storage.inputs}. Work runs on threads for files, and fails with {@link BusyException} when too much of it waits.
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
     * A path in the record of a job.
     *
     * @param path any text at all
     * @param jobOwner absent for nobody's job
     */
    public record Given(String path, Optional<String> jobOwner) {}

    /**
     * What each path leads to, in their order; one hop to another thread and one call of Redis at most for all.
     *
     * @param caller who may see all of their jobs
     */
    public Uni<List<FileLookup>> findAll(Caller caller, List<Given> given) {
        List<Given> asked = List.copyOf(given);
        boolean everywhere = UploadAccess.reachesAll(caller);
        return executor.run(() ->
                        asked.stream().map(one -> look(one.path(), everywhere)).toList())
                .chain(found -> withoutForeign(caller, asked, found));
    }

    /** One path; as {@link #findAll}. */
    public Uni<FileLookup> find(Caller caller, Given given) {
        return findAll(caller, List.of(given)).map(found -> found.get(0));
    }

    private FileLookup look(String path, boolean everywhere) {
        FileLookup upload = uploads.look(path);
        boolean maybeElsewhere = everywhere && upload instanceof FileLookup.Outside && path.startsWith("/");
        return maybeElsewhere ? inputs.look(path) : upload;
    }

    private Uni<List<FileLookup>> withoutForeign(Caller caller, List<Given> asked, List<FileLookup> found) {
        List<Integer> places = new ArrayList<>();
        List<UploadAccess.JobInput> doubtful = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Optional<String> id = uploadId(found.get(i));
            if (id.isPresent()) {
                places.add(i);
                doubtful.add(new UploadAccess.JobInput(id.get(), asked.get(i).jobOwner()));
            }
        }
        return access.mayShow(caller, doubtful).map(answers -> {
            List<FileLookup> shown = new ArrayList<>(found);
            for (int i = 0; i < answers.size(); i++) {
                if (!answers.get(i)) {
                    shown.set(places.get(i), new FileLookup.Outside());
                }
            }
            return shown;
        });
    }

    /** By the real name: a symbolic link may be called anything. */
    private static Optional<String> uploadId(FileLookup lookup) {
        return lookup instanceof FileLookup.Found found
                ? StoredName.idIn(found.file().path().getFileName().toString())
                : Optional.empty();
    }
}
