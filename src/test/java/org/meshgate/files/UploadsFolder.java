package org.meshgate.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of uploads of all tests and its small limits, as {@code application.yaml} of the tests has them. */
public final class UploadsFolder {

    /** Relative, so that paths in records are. */
    static final String SETTING = "target/test-files/uploads";

    static final Path FOLDER = Path.of(SETTING).toAbsolutePath();
    static final int LARGEST_IMAGE = 256 * 1024;
    static final int LARGEST_MESH = 8 * 1024 * 1024;
    static final int QUOTA = 20 * 1024 * 1024;

    private UploadsFolder() {}

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
