package org.meshgate.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of results of all tests, as {@code application.yaml} of the tests has it. */
public final class Outputs {

    public static final Path FOLDER = Path.of("target", "test-files", "outputs").toAbsolutePath();

    private Outputs() {}

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
