package org.meshgate.files.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of uploads of all tests and its small limits, as {@code application.yaml} of the tests has them. */
public final class JobUploadsFolder {

    /** Relative, so that paths in records are. */
    public static final String SETTING = "target/test-files/uploads";

    public static final Path FOLDER = Path.of(SETTING).toAbsolutePath();
    public static final int MAX_IMAGE_SIZE = 256 * 1024;
    public static final int MAX_MESH_SIZE = 8 * 1024 * 1024;
    static final int QUOTA = 20 * 1024 * 1024;

    private JobUploadsFolder() {}

    /** Every file there is. */
    public static List<Path> files() {
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
