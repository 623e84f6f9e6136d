package org.meshgate.console;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The files of the console. Each is read and compressed at its first request, and kept: there are about fifty. */
@ApplicationScoped
class ConsoleFiles {

    /** Where Quarkus puts static files into the native executable, too. */
    private static final String FOLDER = "META-INF/resources/console/";

    /** Lower-case names without dot segments; nothing else is looked up. */
    private static final Pattern NAME = Pattern.compile("(?:[a-z0-9][a-z0-9.-]{0,60}/){0,3}[a-z0-9][a-z0-9.-]{0,60}");

    private static final Pattern VERSION = Pattern.compile("-\\d+\\.\\d+\\.\\d+[.]");

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "css", "text/css; charset=UTF-8",
            "html", "text/html; charset=UTF-8",
            "js", "text/javascript; charset=UTF-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=UTF-8");

    private final Map<String, ConsoleFile> known = new ConcurrentHashMap<>();

    /** The file, if it was read before. */
    Optional<ConsoleFile> known(String name) {
        return Optional.ofNullable(known.get(name));
    }

    /** Whether a file can have this name, which is looked up only then. */
    static boolean mayExist(String name) {
        return MEDIA_TYPES.containsKey(extension(name)) && NAME.matcher(name).matches();
    }

    /**
     * Reads the file. Blocks.
     *
     * @param name relative to {@code /console/}; {@link #mayExist} allows it
     * @return empty when there is no such file
     */
    Optional<ConsoleFile> read(String name) throws IOException {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                return Optional.empty();
            }
            byte[] plain = file.readAllBytes();
            ConsoleFile read = ConsoleFile.of(
                    MEDIA_TYPES.get(extension(name)), VERSION.matcher(name).find(), plain, gzip(plain));
            known.put(name, read);
            return Optional.of(read);
        }
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 2);
        try (GZIPOutputStream coder = new GZIPOutputStream(compressed) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            coder.write(plain);
        }
        return compressed.toByteArray();
    }
}
