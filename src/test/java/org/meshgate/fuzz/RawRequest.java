package org.meshgate.fuzz;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request, byte by byte.
 *
 * @param operation of the document, as method and path
 * @param caller in whose name
 * @param target as it stands in the request line
 * @param headers whole lines, without those of the body's length
 * @param chunked whether the body comes in pieces of untold number
 * @param mayPass whether the rules let this caller do this at all; otherwise no success is right
 */
record RawRequest(
        String operation,
        String caller,
        String method,
        String target,
        List<String> headers,
        Optional<byte[]> body,
        boolean chunked,
        boolean mayPass) {

    /** RFC 9110 section 5.6.2. */
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:");

    private static final int SHOWN = 4000;
    private static final int CHUNK = 1000;

    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        head.append("Connection: close\r\n");
        body.ifPresent(bytes ->
                head.append(chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + bytes.length + "\r\n"));
        all.writeBytes(latin(head.append("\r\n").toString()));
        body.ifPresent(bytes -> write(bytes, all));
        return all.toByteArray();
    }

    private void write(byte[] bytes, ByteArrayOutputStream all) {
        if (!chunked) {
            all.writeBytes(bytes);
            return;
        }
        for (int at = 0; at < bytes.length; at += CHUNK) {
            int length = Math.min(CHUNK, bytes.length - at);
            all.writeBytes(latin(Integer.toHexString(length) + "\r\n"));
            all.write(bytes, at, length);
            all.writeBytes(latin("\r\n"));
        }
        all.writeBytes(latin("0\r\n\r\n"));
    }

    /** Whether a client that does not read while it sends may lose the answer of a server that refuses the rest. */
    boolean isLarge() {
        return body.map(bytes -> bytes.length).orElse(0) > 100_000;
    }

    /** Whether it is refused where HTTP itself is read, before any route: no URI (RFC 3986), or no name of a header. */
    boolean isNoHttp() {
        return !isUri(target)
                || headers.stream().anyMatch(line -> !HEADER.matcher(line).lookingAt());
    }

    private static boolean isUri(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The bytes, with escapes as {@code printf} of a shell reads them. */
    @Override
    public String toString() {
        byte[] bytes = bytes();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, SHOWN); i++) {
            int c = bytes[i] & 0xff;
            switch (c) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\\' -> text.append("\\\\");
                case '%' -> text.append("%%");
                case '\'' -> text.append("\\047");
                default -> text.append(c >= ' ' && c <= '~' ? String.valueOf((char) c) : String.format("\\%03o", c));
            }
        }
        String rest = bytes.length > SHOWN ? " ... of " + bytes.length + " bytes" : "";
        return operation + " as " + caller + "\nprintf '" + text + "'" + rest;
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
