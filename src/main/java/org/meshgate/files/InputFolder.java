package org.meshgate.files;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.AccessDeniedException;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.FileMissingException;
import org.meshgate.problem.ProblemType;

/**
 * The files in {@code storage.inputs}, which permitted callers name by a path: absolute, or relative to that folder.
 * Only regular files whose real path lies below the real path of the folder are found.
 */
@ApplicationScoped
public class InputFolder {

    private final Optional<SandboxedFolder> folder;
    private final FileExecutor executor;

    InputFolder(MeshgateConfig config, FileExecutor executor) {
        this.folder = config.storage().inputs().map(inputs -> new SandboxedFolder(Path.of(inputs), ""));
        this.executor = executor;
    }

    /**
     * The real path of a file, after all symbolic links. Callers must have checked authorization.
     *
     * @param path any text
     * @return fails with {@link AccessDeniedException} when {@code storage.inputs} is not set,
     *     {@link ProblemType#FILE_ACCESS_DENIED} for a path outside the folder, {@link FileMissingException} for a path that
     *     is not a readable file, {@link BusyException} when the file executor is full
     */
    public Uni<Path> realPath(String path) {
        return folder.map(
                        inputs -> executor.run(() -> inputs.look(path).require().path()))
                .orElseGet(() -> Uni.createFrom().failure(AccessDeniedException.withoutInputs()));
    }

    /** Resolves an absolute path. {@code Outside} for any path when {@code storage.inputs} is not set. Blocking. */
    public FileLookup look(String path) {
        return folder.map(inputs -> inputs.look(path)).orElseGet(FileLookup.Outside::new);
    }
}
