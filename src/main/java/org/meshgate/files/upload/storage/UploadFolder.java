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
 * The files in {@code storage.uploads}. Blocking: for file workers only. Nothing outside of the folder is ever touched,
 * also when somebody put symbolic links into it.
 *
 * <p>Records and jobs name a file by the setting as it is written and the name below it. So with the default the path is
 * {@code uploads/image/ab/upload_….png}, as 3DAIGC-API writes it for a scheduler that starts in the same folder; with an
 * absolute folder the path is absolute, and the scheduler may start anywhere. A record's path that begins with
 * {@code uploads/} is also found when the folder has moved since.
 */
@ApplicationScoped
public class UploadFolder {

    private static final String USUAL_NAME = "uploads";

    private final Path written;
    private final Path root;
    private final SandboxedFolder inside;

    @Inject
    public UploadFolder(MeshgateConfig config) {
        this(config.storage().uploads());
    }

    /** @param setting as somebody wrote it */
    public UploadFolder(String setting) {
        this.written = Path.of(setting).normalize();
        this.root = written.toAbsolutePath();
        this.inside = new SandboxedFolder(root, USUAL_NAME);
    }

    /** The absolute path of the folder, which need not be there yet. */
    public Path root() {
        return root;
    }

    /** How a record and a job name a file. */
    public String pathText(StoredName name) {
        return written.resolve(name.folder()).resolve(name.name()).toString();
    }

    /** How many bytes the disk has left for the program. */
    long freeSpace() throws IOException {
        return Files.getFileStore(Files.createDirectories(root)).getUsableSpace();
    }

    /**
     * Begins a new file.
     *
     * @throws IOException when the disk or the rights do not allow it, or a folder on the way leads out
     */
    public PartialFile create(StoredName name) throws IOException {
        Path realRoot = Files.createDirectories(root).toRealPath();
        Path folder = Files.createDirectories(realRoot.resolve(name.folder())).toRealPath();
        if (!folder.startsWith(realRoot)) {
            throw new IOException("a folder below storage.uploads leads out of it");
        }
        return PartialFile.create(folder.resolve(name.name()));
    }

    /** What the path of a record leads to. */
    public FileLookup look(String pathText) {
        return inside.look(below(pathText));
    }

    /** Deletes the file of a record, if it is there. */
    public DeletedFiles delete(String pathText) {
        return inside.delete(List.of(below(pathText)));
    }

    /** A path that begins with the setting, without that beginning. */
    private String below(String pathText) {
        String beginning = written + "/";
        return !written.isAbsolute() && pathText.startsWith(beginning)
                ? pathText.substring(beginning.length())
                : pathText;
    }
}
