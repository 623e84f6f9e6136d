package org.meshgate.files;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.AccessDeniedException;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.FileAccessDeniedException;
import org.meshgate.problem.FileMissingException;

/**
 * The files in {@code storage.inputs}, which those who may can name by path: absolute, or relative to that folder. Only
 * regular files whose real path lies below the folder's real path are ever found.
 */
@ApplicationScoped
public class InputFolder {

    private final Optional<SandboxedFolder> folder;
    private final FileExecutor workers;

    InputFolder(MeshgateConfig config, FileExecutor workers) {
        this.folder = config.storage().inputs().map(inputs -> new SandboxedFolder(Path.of(inputs), ""));
        this.workers = workers;
    }

    /**
     * The real path of a file, after all symbolic links. Who may ask is not decided here.
     *
     * @param path any text at all
     * @return fails with {@link AccessDeniedException} when there is no such folder, {@link FileAccessDeniedException} for
     *     what lies outside of it, {@link FileMissingException} for what is no readable file, {@link BusyException} when
     *     too much work waits
     */
    public Uni<Path> realPath(String path) {
        return folder.map(
                        inputs -> workers.run(() -> inputs.look(path).require().path()))
                .orElseGet(() -> Uni.createFrom().failure(AccessDeniedException.withoutInputs()));
    }

    /** What an absolute path leads to. Blocking; for file workers. Without such a folder everything is outside. */
    public FileLookup look(String path) {
        return folder.map(inputs -> inputs.look(path)).orElseGet(FileLookup.Outside::new);
    }
}
