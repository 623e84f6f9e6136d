package org.meshgate.files;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A folder of results for tests, and the profiles that use it. */
public class Outputs implements QuarkusTestProfile {

    public static final Path FOLDER = Path.of("target", "test-files", "outputs").toAbsolutePath();

    public Outputs() {}

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("meshgate.storage.outputs", FOLDER.toString());
    }

    public static Path write(String name, String content) {
        return write(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static Path write(String name, byte[] content) {
        try {
            Files.createDirectories(FOLDER);
            return Files.write(FOLDER.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
