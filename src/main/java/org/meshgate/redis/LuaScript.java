package org.meshgate.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script that Redis runs atomically. Scripts are the only way by which the program changes more than one key.
 *
 * @param name for messages
 * @param source Lua 5.1
 * @param sha1 by which EVALSHA names it, lower-case hexadecimal
 */
public record LuaScript(String name, String source, String sha1) {

    /**
     * Reads a script that lies beside a class.
     *
     * @param owner the store that uses it
     * @param file its file name
     */
    public static LuaScript load(Class<?> owner, String file) {
        try (InputStream in = owner.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no script " + file + " beside " + owner.getName());
            }
            byte[] source = in.readAllBytes();
            String sha1 =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
            return new LuaScript(file, new String(source, StandardCharsets.UTF_8), sha1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
