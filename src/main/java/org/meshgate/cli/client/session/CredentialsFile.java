package org.meshgate.cli.client.session;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.FailureReason;

/**
 * The file of the login, {@code meshgate/credentials} below {@code $XDG_CONFIG_HOME} or {@code ~/.config}. Only its owner
 * may read it and its folder.
 */
public final class CredentialsFile {

    private static final int MAX_BYTES = 64 * 1024;
    private static final String FOLDER_MODE = "rwx------";
    private static final String FILE_MODE = "rw-------";

    private final ObjectMapper json;
    private final Path file;

    private CredentialsFile(ObjectMapper json, Path file) {
        this.json = json;
        this.file = file;
    }

    /** @param home of the user */
    public static CredentialsFile of(ObjectMapper json, Map<String, String> environment, Path home) {
        Path configuration = Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute) // others are to be ignored, says the specification
                .orElseGet(() -> home.resolve(".config"));
        return new CredentialsFile(json, configuration.resolve("meshgate").resolve("credentials"));
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /**
     * Reads the login.
     *
     * @return empty when there is none
     * @throws CommandFailure when the file cannot be read, or is none of a login
     */
    public Optional<Credentials> read() {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be read (" + FailureReason.of(e) + ").");
        }
        try {
            return Optional.of(Credentials.of(json.readTree(content)).orElseThrow(this::notOurs));
        } catch (IOException malformed) {
            throw notOurs();
        }
    }

    /**
     * Keeps a login in the place of the last one.
     *
     * @throws CommandFailure when the folder or the file cannot be written
     */
    public void write(Credentials credentials) {
        Path folder = file.getParent();
        try {
            createFolder(folder);
            Path written = Files.createTempFile(folder, "credentials", ".new", mode(folder, FILE_MODE));
            try {
                Files.write(written, (credentials.json(json).toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be written (" + FailureReason.of(e) + ").");
        }
    }

    /**
     * Forgets the login.
     *
     * @throws CommandFailure when the file cannot be deleted
     */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be deleted (" + FailureReason.of(e) + ").");
        }
    }

    private static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder.getParent());
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, mode(folder, FOLDER_MODE));
        } else if (hasModes(folder)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(FOLDER_MODE));
        }
    }

    private static FileAttribute<?>[] mode(Path folder, String mode) {
        return hasModes(folder)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static boolean hasModes(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private CommandFailure notOurs() {
        return new CommandFailure(file + " is no file of a login. Remove it, and log in again.");
    }
}
