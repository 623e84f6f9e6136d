package org.meshgate.cli.client.download;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a file, of what a server says. It never leads out of a folder, hides a file, or means a device. */
final class SafeFileName {

    private static final int MAX_LENGTH = 120;
    private static final Pattern EXTENDED = Pattern.compile("(?i)filename\\*\\s*=\\s*UTF-8''([^;\\s]+)");
    private static final Pattern PLAIN = Pattern.compile("(?i)filename\\s*=\\s*\"?([^\";]+)");
    private static final Pattern UNSAFE = Pattern.compile("[^\\p{L}\\p{M}\\p{N} ._+()-]");
    private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");

    private SafeFileName() {}

    /**
     * Of the value of a {@code Content-Disposition} header.
     *
     * @param other the name where it has none of use
     */
    static String of(Optional<String> disposition, String other) {
        return disposition
                .flatMap(SafeFileName::named)
                .map(SafeFileName::safe)
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> safe(other));
    }

    private static Optional<String> named(String disposition) {
        Matcher extended = EXTENDED.matcher(disposition);
        if (extended.find()) {
            try {
                return Optional.of(URLDecoder.decode(extended.group(1).replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException malformed) {
                // the plain name is left
            }
        }
        Matcher plain = PLAIN.matcher(disposition);
        return plain.find() ? Optional.of(plain.group(1)) : Optional.empty();
    }

    private static String safe(String text) {
        String last = text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
        String name =
                UNSAFE.matcher(last).replaceAll("_").replaceFirst("^[. -]+", "").replaceFirst("[. ]+$", "");
        if (name.length() > MAX_LENGTH) {
            int cut = name.length() - MAX_LENGTH;
            name = name.substring(
                    Character.isLowSurrogate(name.charAt(cut)) ? cut + 1 : cut); // the end has the extension
        }
        return DEVICE.matcher(name).matches() ? "_" + name : name;
    }
}
