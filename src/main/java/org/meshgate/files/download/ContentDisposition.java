package org.meshgate.files.download;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.meshgate.files.ContentTypes;

/** Names of files as clients are told to save them (RFC 6266, RFC 8187). */
public final class ContentDisposition {

    /** Most file systems take 255 bytes; a client may put a number behind it. */
    static final int MAX_LENGTH = 150;

    private static final int MAX_EXTENSION_LENGTH = 20;
    private static final String FALLBACK = "download";

    /** What some system forbids in a name or takes for more than a letter. */
    private static final String SEPARATORS_AND_QUOTES = "/\\\"'`:*?<>|%";

    /** RFC 8187: what needs no percent sign. */
    private static final String PLAIN = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    /**
     * The name under which a client shall save a file: the one asked for, made harmless, with the extension of the real
     * one, so that nobody can make a link that saves a model as a program.
     *
     * @param asked by the client
     * @param real the file's own name
     */
    static String cleaned(Optional<String> asked, String real) {
        String realName = harmless(real);
        String name = asked.map(ContentDisposition::harmless)
                .filter(text -> !text.isEmpty())
                .orElse(realName);
        String extension = ContentTypes.extension(realName);
        if (extension.isEmpty() || extension.length() > MAX_EXTENSION_LENGTH) {
            return nonEmpty(shortened(name, MAX_LENGTH));
        }
        String stem = sameKind(name, realName) ? name.substring(0, name.lastIndexOf('.')) : name;
        String ending = sameKind(name, realName)
                ? name.substring(name.lastIndexOf('.'))
                : realName.substring(realName.lastIndexOf('.'));
        return nonEmpty(shortened(stem, MAX_LENGTH - ending.length())) + ending;
    }

    /** The name of an upload as it is shown again: the last step of what the client wrote, made harmless. */
    public static String ofUpload(String sent) {
        String name = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
        return cleaned(Optional.empty(), name);
    }

    /** The value of a {@code Content-Disposition} header for a name that {@link #cleaned} made. */
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

    /** Neither control characters, nor those that turn the direction of writing, nor halves of characters. */
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

    /** A dot in front hides a file, and dots or spaces at the end are lost on some systems. */
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

    private static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
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
