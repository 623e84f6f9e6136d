package org.meshgate.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;

/**
 * The passwords of {@code security.password_blocklist}: one in each line, in UTF-8, without regard to case. Reading the
 * file blocks, so it happens at the start.
 */
@ApplicationScoped
class PasswordBlocklist {

    private static final String SETTING = "security.password_blocklist: ";
    private static final long LARGEST_FILE = 512L * 1024 * 1024;
    private static final int LONGEST_LINE = 1024;
    private static final int PIECE = 64 * 1024;

    private final Optional<HashedTexts> passwords;

    /** @throws BlocklistException when the file is not there, cannot be read or is too large */
    PasswordBlocklist(MeshgateConfig config) {
        this.passwords = config.security().passwordBlocklist().map(file -> read(Path.of(file), LARGEST_FILE));
    }

    boolean contains(String password) {
        return passwords.isPresent() && passwords.get().contains(PasswordText.folded(password));
    }

    /** How many passwords it has. */
    int size() {
        return passwords.map(HashedTexts::size).orElse(0);
    }

    /** Lines that are no text, such as those in another encoding, are passwords that nobody has. */
    static HashedTexts read(Path file, long largest) {
        if (!Files.isRegularFile(file)) {
            throw new BlocklistException(SETTING + "there is no file " + file.toAbsolutePath());
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) > largest) {
                throw new BlocklistException(
                        SETTING + file.toAbsolutePath() + " is larger than " + largest / 1024 / 1024 + " MiB");
            }
            return lines(new InputStreamReader(
                    in,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPLACE)
                            .onUnmappableCharacter(CodingErrorAction.REPLACE)));
        } catch (IOException e) {
            throw new BlocklistException(SETTING + file.toAbsolutePath() + " cannot be read");
        }
    }

    private static HashedTexts lines(Reader reader) throws IOException {
        HashedTexts.Builder found = new HashedTexts.Builder();
        char[] piece = new char[PIECE];
        StringBuilder line = new StringBuilder();
        for (int read = reader.read(piece); read >= 0; read = reader.read(piece)) {
            for (int i = 0; i < read; i++) {
                char c = piece[i];
                if (c == '\n' || c == '\r') {
                    add(line, found);
                } else if (line.length() <= LONGEST_LINE) {
                    line.append(c);
                }
            }
        }
        add(line, found);
        return found.build();
    }

    private static void add(StringBuilder line, HashedTexts.Builder to) {
        int start = line.length() > 0 && line.charAt(0) == '\ufeff' ? 1 : 0; // some editors begin a file with it
        if (line.length() > start && line.length() <= LONGEST_LINE) {
            to.add(PasswordText.folded(line.substring(start)));
        }
        line.setLength(0);
    }
}
