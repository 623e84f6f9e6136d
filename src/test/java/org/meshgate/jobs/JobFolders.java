package org.meshgate.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.meshgate.testing.Api;

/** The folders of uploads and of files that may be named by path, of all tests. */
public final class JobFolders {

    /** Relative, as by default, so that paths in records are. */
    static final String UPLOADS_SETTING = "target/test-files/uploads";

    static final Path UPLOADS = Path.of(UPLOADS_SETTING).toAbsolutePath();
    static final Path INPUTS = Path.of("target", "test-files", "inputs").toAbsolutePath();

    private JobFolders() {}

    /** A file as 3DAIGC-API left it, and its path as that one's records have it. */
    public static String upload(String name, String content) {
        String below = "image/e0/" + Api.unique("upload_") + "-" + name;
        write(UPLOADS.resolve(below), content);
        return "uploads/" + below;
    }

    static Path write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
