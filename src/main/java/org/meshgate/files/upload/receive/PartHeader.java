package org.meshgate.files.upload.receive;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of one part of a form (RFC 7578).
 *
 * @param name the name of the field; empty when the part has none
 * @param filename as the client wrote it, any text of any length; absent for a field that is not a file
 */
record PartHeader(String name, Optional<String> filename) {

    private static final Pattern EXTENDED = Pattern.compile("(?i)utf-8'[^']*'(.*)");
    private static final String DISPOSITION = "content-disposition:";

    /** @param lines the header lines of a part, separated by CRLF */
    static PartHeader parse(byte[] lines) {
        for (String line : new String(lines, StandardCharsets.UTF_8).split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(DISPOSITION)) {
                return ofDisposition(line.substring(DISPOSITION.length()));
            }
        }
        return new PartHeader("", Optional.empty());
    }

    /** The parameters of a header value, with names in lower case. The first of several with one name wins. */
    static Map<String, String> parameters(String value) {
        Map<String, String> found = new HashMap<>();
        int at = value.indexOf(';');
        while (at >= 0) {
            int equals = value.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = value.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
            StringBuilder text = new StringBuilder();
            int end = valueFrom(value, equals + 1, text);
            found.putIfAbsent(name, text.toString());
            at = value.indexOf(';', end);
        }
        return found;
    }

    /** Reads a token or a quoted string. Returns the position after it. */
    private static int valueFrom(String value, int start, StringBuilder text) {
        int at = start;
        while (at < value.length() && value.charAt(at) == ' ') {
            at++;
        }
        if (at == value.length() || value.charAt(at) != '"') {
            int end = value.indexOf(';', at);
            text.append(value.substring(at, end < 0 ? value.length() : end).strip());
            return end < 0 ? value.length() : end;
        }
        for (at++; at < value.length() && value.charAt(at) != '"'; at++) {
            boolean escape = value.charAt(at) == '\\'
                    && at + 1 < value.length()
                    && (value.charAt(at + 1) == '"' || value.charAt(at + 1) == '\\');
            if (escape) {
                at++;
            }
            text.append(value.charAt(at));
        }
        return Math.min(at + 1, value.length());
    }

    private static PartHeader ofDisposition(String value) {
        Map<String, String> parameters = parameters(value);
        Optional<String> plain = Optional.ofNullable(parameters.get("filename"));
        Optional<String> extended =
                Optional.ofNullable(parameters.get("filename*")).flatMap(PartHeader::decoded);
        return new PartHeader(parameters.getOrDefault("name", ""), extended.or(() -> plain));
    }

    /** Decodes {@code filename*} (RFC 8187), which older clients send although RFC 7578 forbids it. */
    private static Optional<String> decoded(String text) {
        Matcher extended = EXTENDED.matcher(text);
        try {
            return extended.matches()
                    ? Optional.of(URLDecoder.decode(extended.group(1).replace("+", "%2B"), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
