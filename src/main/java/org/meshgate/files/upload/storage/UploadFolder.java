package org.meshgate.files.upload.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.files.DeletedFiles;
import org.meshgate.files.FileLookup;
import org.meshgate.files.SandboxedFolder;

/**
 * The files in {@code storage.uploads}. Blocking: for the file executor only. Files outside the folder are never
 * touched, even if it contains symbolic links.
 *
 * <p>The path in records and jobs is the setting as written, plus the name below it. With the default it is
 * {@code uploads/image/ab/upload_….png}, as 3DAIGC-API writes it for a scheduler with the same working directory; with
 * an absolute setting the path is absolute, and the scheduler may run anywhere. A record's path that begins with
 * {@code uploads/} is also found after the folder has moved.
 */
@ApplicationScoped
public class UploadFolder {

    private static final String DEFAULT_NAME = "uploads";

    private final Path setting;
    private final Path root;
    private final SandboxedFolder sandbox;

    @Inject
    public UploadFolder(MeshgateConfig config) {
        this(config.storage().uploads());
    }

    /** @param setting the value of {@code storage.uploads}, as the operator wrote it */
    public UploadFolder(String setting) {
        this.setting = Path.of(setting).normalize();
        this.root = this.setting.toAbsolutePath();
        this.sandbox = new SandboxedFolder(root, DEFAULT_NAME);
    }

    /** The absolute path of the folder, which need not exist yet. */
    public Path root() {
        return root;
    }

    /** The path of a file in records and jobs. */
    public String pathText(StoredName name) {
        return setting.resolve(name.folder()).resolve(name.name()).toString();
    }

    /** The usable space of the disk in bytes. */
    long freeSpace() throws IOException {
        return Files.getFileStore(Files.createDirectories(root)).getUsableSpace();
    }

    /**
     * Creates a partial file.
     *
     * @throws IOException on a disk error, on missing permission, or if a subfolder is a link out of the folder
     */
    public PartialFile create(StoredName name) throws IOException {
        Path realRoot = Files.createDirectories(root).toRealPath();
        Path folder = Files.createDirectories(realRoot.resolve(name.folder())).toRealPath();
        if (!folder.startsWith(realRoot)) {
            throw new IOException("a folder below storage.uploads leads out of it");
        }
        return PartialFile.create(folder.resolve(name.name()));
    }

    /** Resolves the path of a record. */
    public FileLookup look(String pathText) {
        return sandbox.look(below(pathText));
    }

    /** Deletes the file of a record, if it exists. */
    public DeletedFiles delete(String pathText) {
        return sandbox.delete(List.of(below(pathText)));
    }

    /** Strips the setting from the start of a path. */
    private String below(String pathText) {
        String prefix = setting + "/";
        return !setting.isAbsolute() && pathText.startsWith(prefix) ? pathText.substring(prefix.length()) : pathText;
    }
}
