package org.meshgate.files;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.BusyException;

/**
 * The files in {@code storage.outputs}, by the paths that GPU workers write into results: absolute, relative to the
 * worker's working directory, where {@code outputs/} is that folder, or relative to the folder itself. Only regular
 * files whose real path lies below the real path of the folder are found. The work runs on the {@link FileExecutor} and
 * fails with {@link BusyException} when that is full.
 */
@ApplicationScoped
public class OutputFiles {

    private final SandboxedFolder folder;
    private final FileExecutor executor;

    OutputFiles(MeshgateConfig config, FileExecutor executor) {
        this.folder = new SandboxedFolder(Path.of(config.storage().outputs()));
        this.executor = executor;
    }

    /**
     * Resolves a path.
     *
     * @param path as the worker wrote it; any text
     */
    public Uni<FileLookup> find(String path) {
        return executor.run(() -> folder.look(path));
    }

    /** Resolves several paths in one task of the executor; the results are in the order of the paths. */
    public Uni<List<FileLookup>> findAll(List<String> paths) {
        List<String> asked = List.copyOf(paths);
        return executor.run(() -> asked.stream().map(folder::look).toList());
    }

    /**
     * Resolves a name relative to a folder of a result, with that folder as the sandbox: no file beside it, above it,
     * or behind a symbolic link that leads out of it is found.
     *
     * @param folder as the worker wrote it; {@code Outside} for the shared folders directly in {@code storage.outputs}
     * @param name as the client requested it
     */
    public Uni<FileLookup> findIn(String folder, String name) {
        return executor.run(() -> this.folder.lookIn(folder, name));
    }

    /**
     * Deletes regular files, and symbolic links instead of their targets. Paths that are missing, folders, outside or
     * not deletable are skipped.
     */
    public Uni<DeletedFiles> delete(List<String> paths) {
        return delete(paths, List.of());
    }

    /**
     * As {@link #delete(List)}, and deletes folders recursively, up to 10,000 files each. The shared folders directly
     * in {@code storage.outputs} are skipped.
     */
    public Uni<DeletedFiles> delete(List<String> paths, List<String> folders) {
        List<String> pathsToDelete = List.copyOf(paths);
        List<String> foldersToDelete = List.copyOf(folders);
        return executor.run(() -> folder.delete(pathsToDelete, foldersToDelete));
    }

    /**
     * Writes a file atomically, replaces an existing one, and creates missing folders.
     *
     * @param relativeName below {@code storage.outputs}, such as {@code meshes/a.glb}; without {@code .} and {@code ..}
     * @return the absolute path, for the result; fails with {@link IllegalArgumentException} for a name that is not
     *     below the folder, and with {@link java.io.IOException} when the file cannot be written
     */
    public Uni<Path> write(String relativeName, byte[] content) {
        return executor.run(() -> folder.write(relativeName, content));
    }
}
