package org.meshgate.cli.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads lines of UTF-8 from a stream with bounded memory: what a line has beyond {@value #MAX_LINE} bytes is dropped. */
public final class LineReader {

    /** Bytes of a line. */
    public static final int MAX_LINE = 4096;

    private static final int BUFFER = 8192;

    private final InputStream in;
    private final Consumer<String> consumer;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean started;
    private boolean returned;

    public LineReader(InputStream in, Consumer<String> consumer) {
        this.in = in;
        this.consumer = consumer;
    }

    /** Reads to the end of the stream, or to its failure. */
    public void readAll() {
        byte[] buffer = new byte[BUFFER];
        try (in) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    take(buffer[i]);
                }
            }
        } catch (IOException closed) {
            // the other side is gone, or was stopped
        }
        if (started) {
            endLine();
        }
    }

    /** A carriage return ends a line, too: tools repaint their progress with it. */
    private void take(byte next) {
        if (next == '\r' || next == '\n') {
            if (started || next == '\n' && !returned) {
                endLine();
            }
        } else {
            started = true;
            if (line.size() < MAX_LINE) {
                line.write(next);
            }
        }
        returned = next == '\r';
    }

    private void endLine() {
        consumer.accept(line.toString(StandardCharsets.UTF_8));
        line.reset();
        started = false;
    }
}
