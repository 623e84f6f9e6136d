package org.meshgate.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.meshgate.files.Outputs;
import org.meshgate.testing.Api;

/** The folders of results, uploads and inputs, for tests. */
public class JobFolders extends Outputs {

    /** Relative, as by default, so that paths in records are. */
    static final String UPLOADS_SETTING = "target/test-files/uploads";

    static final Path UPLOADS = Path.of(UPLOADS_SETTING).toAbsolutePath();
    static final Path INPUTS = Path.of("target", "test-files", "inputs").toAbsolutePath();

    public JobFolders() {}

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> all = new HashMap<>(super.getConfigOverrides());
        all.put("meshgate.storage.uploads", UPLOADS_SETTING);
        all.put("meshgate.storage.inputs", INPUTS.toString());
        return all;
    }

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
