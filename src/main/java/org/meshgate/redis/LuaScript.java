package org.meshgate.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.meshgate.runtime.Digests;

/**
 * A script that Redis runs atomically. The program changes several keys only by scripts.
 *
 * @param name for messages
 * @param source Lua 5.1
 * @param sha1 the digest for EVALSHA, in lower-case hexadecimal
 */
public record LuaScript(String name, String source, String sha1) {

    /** Takes the key away that {@link RedisCommands#run} adds; in the first line, so that line numbers stay. */
    private static final String WITHOUT_ABSENT_KEY = "KEYS[#KEYS] = nil; ";

    /**
     * Reads a script from the resources below {@code /lua}.
     *
     * @param feature the folder of the script
     * @param files paths in that folder: the libraries that are prepended to the script, in this order, then the script.
     *     A path that begins with a slash is below {@code /lua}: a library of another feature
     */
    public static LuaScript load(String feature, String... files) {
        String source = WITHOUT_ABSENT_KEY
                + Arrays.stream(files)
                        .map(file -> read(file.startsWith("/") ? "/lua" + file : "/lua/" + feature + "/" + file))
                        .collect(Collectors.joining());
        byte[] digest = Digests.sha1(source.getBytes(StandardCharsets.UTF_8));
        return new LuaScript(files[files.length - 1], source, HexFormat.of().formatHex(digest));
    }

    private static String read(String path) {
        try (InputStream in = LuaScript.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no script " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
