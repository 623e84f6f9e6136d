package org.meshgate.files.download;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.meshgate.files.ContentTypes;

/** Sanitizes file names and writes {@code Content-Disposition} headers (RFC 6266, RFC 8187). */
public final class ContentDisposition {

    /** In characters. Most file systems allow 255 bytes; clients may append a number. */
    static final int MAX_LENGTH = 150;

    private static final int MAX_EXTENSION_LENGTH = 20;
    private static final String FALLBACK = "download";

    /** Characters that are forbidden or special in file names on some system. */
    private static final String SEPARATORS_AND_QUOTES = "/\\\"'`:*?<>|%";

    /** RFC 8187: punctuation that is not percent-encoded. */
    private static final String PLAIN = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    /**
     * Sanitizes the name under which the client saves a file. The extension is always that of the real file, so that a
     * link cannot save a model as an executable.
     *
     * @param requested by the client
     * @param real the name of the file
     */
    static String sanitized(Optional<String> requested, String real) {
        String realName = harmless(real);
        String name = requested
                .map(ContentDisposition::harmless)
                .filter(text -> !text.isEmpty())
                .orElse(realName);
        String extension = ContentTypes.extension(realName);
        if (extension.isEmpty() || extension.length() > MAX_EXTENSION_LENGTH) {
            return nonEmpty(truncated(name, MAX_LENGTH));
        }
        String stem = sameKind(name, realName) ? name.substring(0, name.lastIndexOf('.')) : name;
        String ending = sameKind(name, realName)
                ? name.substring(name.lastIndexOf('.'))
                : realName.substring(realName.lastIndexOf('.'));
        return nonEmpty(truncated(stem, MAX_LENGTH - ending.length())) + ending;
    }

    /** The display name of an upload: the last path component that the client sent, sanitized. */
    public static String ofUpload(String sent) {
        String name = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
        return sanitized(Optional.empty(), name);
    }

    /** The value of a {@code Content-Disposition} header for a name from {@link #sanitized}. */
    static String disposition(String name) {
        return "attachment; filename=\"" + ascii(name) + "\"; filename*=UTF-8''" + encoded(name);
    }

    private static boolean sameKind(String name, String real) {
        String extension = ContentTypes.extension(name);
        String realExtension = ContentTypes.extension(real);
        String type = ContentTypes.of(name);
        return extension.equals(realExtension)
                || !extension.isEmpty() && !type.equals(ContentTypes.UNKNOWN) && type.equals(ContentTypes.of(real));
    }

    private static String harmless(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (SEPARATORS_AND_QUOTES.indexOf(c) >= 0) {
                clean.append('_');
            } else if (isVisible(c)) {
                clean.appendCodePoint(c);
            }
        });
        return trimmed(clean.toString());
    }

    /** Excludes control characters, format characters such as bidirectional overrides, and lone surrogates. */
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Strips dots and spaces: a leading dot hides a file, and some systems drop trailing ones. */
    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isDotOrSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isDotOrSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isDotOrSpace(char c) {
        return c == '.' || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static String truncated(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
        return trimmed(text.substring(0, end));
    }

    private static String nonEmpty(String name) {
        return name.isEmpty() ? FALLBACK : name;
    }

    private static String ascii(String name) {
        StringBuilder plain = new StringBuilder();
        name.codePoints().forEach(c -> plain.append(c >= 0x20 && c < 0x7f ? (char) c : '_'));
        return plain.toString();
    }

    private static String encoded(String name) {
        StringBuilder text = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            if (plain || PLAIN.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append(String.format(java.util.Locale.ROOT, "%%%02X", b & 0xff));
            }
        }
        return text.toString();
    }
}
