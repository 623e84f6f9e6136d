package org.meshgate.files;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.BusyException;

/**
 * The files in {@code storage.outputs}, asked for by the paths that GPU workers write into results: absolute, or relative
 * to their working directory, where {@code outputs/} stands for that folder, or relative to the folder itself. Only
 * regular files whose real path lies below the folder's real path are ever found. Work runs on threads for files, and
 * fails with {@link BusyException} when too much of it waits.
 */
@ApplicationScoped
public class OutputFiles {

    private final SandboxedFolder folder;
    private final FileExecutor workers;

    OutputFiles(MeshgateConfig config, FileExecutor workers) {
        this.folder = new SandboxedFolder(Path.of(config.storage().outputs()));
        this.workers = workers;
    }

    /**
     * What a path leads to now.
     *
     * @param path as a worker wrote it; any text at all
     */
    public Uni<FileLookup> find(String path) {
        return workers.run(() -> folder.look(path));
    }

    /** What each of several paths leads to, in their order; one hop to another thread for all. */
    public Uni<List<FileLookup>> findAll(List<String> paths) {
        List<String> asked = List.copyOf(paths);
        return workers.run(() -> asked.stream().map(folder::look).toList());
    }

    /**
     * What a name leads to now that is relative to a folder of results, with all the rules for that folder: nothing beside
     * it, above it, or behind a symbolic link out of it is ever found.
     *
     * @param folder as a worker wrote it; not one of those directly in {@code storage.outputs}, which many jobs share
     * @param name as a client asked for it
     */
    public Uni<FileLookup> findIn(String folder, String name) {
        return workers.run(() -> this.folder.lookIn(folder, name));
    }

    /**
     * Deletes regular files, and symbolic links instead of what they lead to. What is not there, is a folder, lies outside
     * or cannot be deleted is left out.
     */
    public Uni<DeletedFiles> delete(List<String> paths) {
        return delete(paths, List.of());
    }

    /**
     * The same, and folders with what is in them, up to some thousand files each. Folders directly in
     * {@code storage.outputs}, which many jobs share, are left out.
     */
    public Uni<DeletedFiles> delete(List<String> paths, List<String> folders) {
        List<String> doomed = List.copyOf(paths);
        List<String> doomedFolders = List.copyOf(folders);
        return workers.run(() -> folder.delete(doomed, doomedFolders));
    }

    /**
     * Writes a file in one step, over an older one of the same name, and makes the folders that it needs.
     *
     * @param relativeName below {@code storage.outputs}, such as {@code meshes/a.glb}; without {@code .} and {@code ..}
     * @return its absolute path, as a result may name it; fails with {@link IllegalArgumentException} for a name that is
     *     not below the folder, and with {@link java.io.IOException} when it cannot be written
     */
    public Uni<Path> write(String relativeName, byte[] content) {
        return workers.run(() -> folder.write(relativeName, content));
    }
}
