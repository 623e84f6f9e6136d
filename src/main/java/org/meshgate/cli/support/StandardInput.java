package org.meshgate.cli.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a secret from standard input, for scripts. */
public final class StandardInput {

    /** Longer than any password. Bounds an endless input without a line break. */
    private static final int MAX_LINE_BYTES = 16 * 1024;

    /** Some editors and shells write it at the start of UTF-8 files (RFC 3629 section 6). */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private StandardInput() {}

    /**
     * Reads the first line, without a byte order mark.
     *
     * @param option the name of the option, for error messages
     * @throws CommandFailure when the input is empty, the line is too long, or it is not UTF-8
     */
    public static String firstLine(String option) throws IOException {
        return firstLine(option, System.in);
    }

    public static String firstLine(String option, InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            throw new CommandFailure(option + ": standard input is empty.");
        }
        for (; next >= 0 && next != '\n' && next != '\r'; next = in.read()) {
            if (line.size() == MAX_LINE_BYTES) {
                throw new CommandFailure(
                        option + ": the first line of standard input is longer than " + MAX_LINE_BYTES + " bytes.");
            }
            line.write(next);
        }
        String text = decode(option, line.toByteArray());
        if (text.indexOf('\0') >= 0) { // ASCII text in UTF-16
            throw notUtf8(option);
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    private static String decode(String option, byte[] line) {
        try {
            // A new decoder reports malformed bytes; String and Reader would replace them by U+FFFD.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notUtf8(option);
        }
    }

    private static CommandFailure notUtf8(String option) {
        return new CommandFailure(option + ": standard input is not text in UTF-8.");
    }
}
