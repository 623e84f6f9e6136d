package org.meshgate.files;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of uploads for tests with small limits, and the profiles that use it. */
public class UploadsFolder implements QuarkusTestProfile {

    /** Relative, so that paths in records are. */
    static final String SETTING = "target/test-files/uploads";

    static final Path FOLDER = Path.of(SETTING).toAbsolutePath();
    static final int LARGEST_IMAGE = 256 * 1024;
    static final int LARGEST_MESH = 8 * 1024 * 1024;
    static final int QUOTA = 20 * 1024 * 1024;

    public UploadsFolder() {}

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "meshgate.storage.uploads", SETTING,
                "meshgate.limits.image", "256K",
                "meshgate.limits.mesh", "8M",
                "meshgate.limits.uploads_per_user", "20M");
    }

    /** Every file there is. */
    static List<Path> files() {
        if (!Files.exists(FOLDER)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(FOLDER)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException | UncheckedIOException e) { // some vanish meanwhile
            return files();
        }
    }
}
