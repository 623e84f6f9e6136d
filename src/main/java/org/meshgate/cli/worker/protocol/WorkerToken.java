package org.meshgate.cli.worker.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.FailureReason;

/** The API token of a worker. It never stands in argv, a log, or the environment of a child. */
public final class WorkerToken {

    private static final int MAX_BYTES = 4096;

    /** What an Authorization header may hold (RFC 6750 section 2.1). */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]{8,512}=*");

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private static final WorkerToken NONE = new WorkerToken("");

    private final String text;

    private WorkerToken(String text) {
        this.text = text;
    }

    /** No token, for a server that asks for none. */
    public static WorkerToken none() {
        return NONE;
    }

    /**
     * Takes a token, or the output of {@code create-worker} with its line {@code token: …}.
     *
     * @param source for the message
     * @throws CommandFailure when there is none
     */
    public static WorkerToken of(String source, String content) {
        String line = content.lines()
                .map(String::strip)
                .filter(text -> text.startsWith("token:"))
                .map(text -> text.substring("token:".length()))
                .findFirst()
                .orElse(content)
                .strip();
        if (!FORM.matcher(line).matches()) {
            throw new CommandFailure(source + " holds no token. Make one: meshgate create-worker NAME");
        }
        return new WorkerToken(line);
    }

    /**
     * Reads a file.
     *
     * @throws CommandFailure when it cannot be read or holds no token
     */
    public static WorkerToken read(Path file) {
        if (Files.isDirectory(file)) {
            throw new CommandFailure("--token-file " + file + " is a folder. Give the file that holds the token.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return of(file.toString(), new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CommandFailure("--token-file " + file + " cannot be read (" + FailureReason.of(e) + ").");
        }
    }

    /** Whether other users of the machine may read or change the file. */
    public static boolean isOpenToOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // no such permissions on this file system
        }
    }

    /** False of {@link #none}. */
    public boolean isPresent() {
        return !text.isEmpty();
    }

    String text() {
        return text;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "WorkerToken";
    }
}
