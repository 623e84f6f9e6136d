package org.meshgate.accounts.validation;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.SecurityConfig;

/**
 * The forbidden passwords: those of the file {@code security.password_blocklist} and, with
 * {@code security.refuse_common_passwords}, those of the bundled list. One password per line, in UTF-8, compared
 * case-insensitively. Loading is blocking I/O, so it happens at startup.
 */
@ApplicationScoped
class PasswordBlocklist {

    private static final String SETTING = "security.password_blocklist: ";
    private static final String COMMON_SETTING = "security.refuse_common_passwords: ";
    private static final long MAX_FILE_SIZE = 512L * 1024 * 1024;
    private static final int MAX_LINE_LENGTH = 1024;
    private static final int BUFFER_SIZE = 64 * 1024;

    /** The list of zxcvbn, the only part of that library in use. application.yaml includes it in native images. */
    private static final String COMMON = "com/nulabinc/zxcvbn/matchers/dictionaries/passwords.txt";

    private final List<CompactStringSet> lists;

    /**
     * Loads the lists.
     *
     * @throws BlocklistException if the file is missing, unreadable or too large
     */
    PasswordBlocklist(MeshgateConfig config) {
        SecurityConfig settings = config.security();
        this.lists = Stream.concat(
                        settings.refuseCommonPasswords() ? Stream.of(common()) : Stream.empty(),
                        settings.passwordBlocklist().stream().map(file -> read(Path.of(file), MAX_FILE_SIZE)))
                .toList();
    }

    boolean contains(String password) {
        if (lists.isEmpty()) {
            return false;
        }
        String folded = PasswordNormalizer.folded(password);
        return lists.stream().anyMatch(list -> list.contains(folded));
    }

    /** The total number of passwords. */
    int size() {
        return lists.stream().mapToInt(CompactStringSet::size).sum();
    }

    /** Loads the bundled list. */
    static CompactStringSet common() {
        try (InputStream in = PasswordBlocklist.class.getClassLoader().getResourceAsStream(COMMON)) {
            if (in == null) {
                throw new BlocklistException(COMMON_SETTING + "the list is not in this program");
            }
            return lines(in);
        } catch (IOException e) {
            throw new BlocklistException(COMMON_SETTING + "the list of the program cannot be read");
        }
    }

    /** Loads a file. Malformed UTF-8 is replaced; such lines match no password. */
    static CompactStringSet read(Path file, long maxSize) {
        if (!Files.isRegularFile(file)) {
            throw new BlocklistException(SETTING + "there is no file " + file.toAbsolutePath());
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) > maxSize) {
                throw new BlocklistException(
                        SETTING + file.toAbsolutePath() + " is larger than " + maxSize / 1024 / 1024 + " MiB");
            }
            return lines(in);
        } catch (IOException e) {
            throw new BlocklistException(SETTING + file.toAbsolutePath() + " cannot be read");
        }
    }

    private static CompactStringSet lines(InputStream in) throws IOException {
        Reader reader = new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE));
        CompactStringSet.Builder found = new CompactStringSet.Builder();
        char[] buffer = new char[BUFFER_SIZE];
        StringBuilder line = new StringBuilder();
        for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
            for (int i = 0; i < read; i++) {
                char c = buffer[i];
                if (c == '\n' || c == '\r') {
                    add(line, found);
                } else if (line.length() <= MAX_LINE_LENGTH) {
                    line.append(c);
                }
            }
        }
        add(line, found);
        return found.build();
    }

    private static void add(StringBuilder line, CompactStringSet.Builder to) {
        int start = line.length() > 0 && line.charAt(0) == '\ufeff' ? 1 : 0; // skip a byte order mark
        if (line.length() > start && line.length() <= MAX_LINE_LENGTH) {
            to.add(PasswordNormalizer.folded(line.substring(start)));
        }
        line.setLength(0);
    }
}
