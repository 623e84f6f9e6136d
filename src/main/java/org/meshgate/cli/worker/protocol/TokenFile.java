package org.meshgate.cli.worker.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.meshgate.cli.http.AccessToken;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.FailureReason;

/** Reads the API token of a worker. */
public final class TokenFile {

    private static final int MAX_BYTES = 4096;

    private TokenFile() {}

    /**
     * Takes a token, or the output of {@code create-worker} with its line {@code token: …}.
     *
     * @param source for the message
     * @throws CommandFailure when there is none
     */
    public static AccessToken parse(String source, String content) {
        String line = content.lines()
                .map(String::strip)
                .filter(text -> text.startsWith("token:"))
                .map(text -> text.substring("token:".length()))
                .findFirst()
                .orElse(content)
                .strip();
        return AccessToken.parse(line)
                .orElseThrow(
                        () -> new CommandFailure(source + " holds no token. Make one: meshgate create-worker NAME"));
    }

    /**
     * Reads a file.
     *
     * @throws CommandFailure when it cannot be read or holds no token
     */
    public static AccessToken read(Path file) {
        if (Files.isDirectory(file)) {
            throw new CommandFailure("--token-file " + file + " is a folder. Give the file that holds the token.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return parse(file.toString(), new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CommandFailure("--token-file " + file + " cannot be read (" + FailureReason.of(e) + ").");
        }
    }
}
