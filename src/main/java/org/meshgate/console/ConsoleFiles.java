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

    /**
     * Reads the file. Blocks.
     *
     * @param name relative to {@code /console/}
     * @return empty when there is no such file
     */
    Optional<ConsoleFile> read(String name) throws IOException {
        String mediaType = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (mediaType == null || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                return Optional.empty();
            }
            byte[] plain = file.readAllBytes();
            ConsoleFile read = ConsoleFile.of(mediaType, VERSION.matcher(name).find(), plain, gzip(plain));
            known.put(name, read);
            return Optional.of(read);
        }
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
