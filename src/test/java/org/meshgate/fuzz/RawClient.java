package org.meshgate.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Sends bytes and reads an answer of HTTP/1.1, of which no library corrects anything. */
final class RawClient implements AutoCloseable {

    /** More than any answer takes on a busy machine; it only keeps the test from hanging. */
    private static final long PATIENCE_SECONDS = 45;

    private final URI server;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "fuzz-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    RawClient(URI server) {
        this.server = server;
    }

    /** The answer, or one with status {@link RawAnswer#NONE}. */
    RawAnswer send(RawRequest request) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            ScheduledFuture<?> deadline = deadlines.schedule(() -> close(socket), PATIENCE_SECONDS, TimeUnit.SECONDS);
            try {
                write(socket, request.bytes());
                return read(new BufferedInputStream(socket.getInputStream()), request.method());
            } finally {
                deadline.cancel(false);
            }
        } catch (IOException e) {
            return new RawAnswer(RawAnswer.NONE, List.of("no whole answer: " + e), new byte[0]);
        }
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // the server has refused the rest; its answer may be there already
        }
    }

    private static RawAnswer read(InputStream in, String method) throws IOException {
        List<String> head = head(in);
        while (!head.isEmpty() && head.get(0).startsWith("HTTP/1.1 100")) {
            head = head(in);
        }
        if (head.isEmpty()) {
            return new RawAnswer(RawAnswer.NONE, List.of("closed without an answer"), new byte[0]);
        }
        int status = Integer.parseInt(head.get(0).substring(9, 12));
        RawAnswer withoutBody = new RawAnswer(status, head, new byte[0]);
        if (method.equals("HEAD")
                || status == 204
                || status == 304
                || withoutBody.header("Content-Type").orElse("").startsWith("text/event-stream")) {
            return withoutBody;
        }
        if (withoutBody.header("Transfer-Encoding").isPresent()) {
            return new RawAnswer(status, head, chunks(in));
        }
        int length = withoutBody.header("Content-Length").map(Integer::parseInt).orElse(Integer.MAX_VALUE);
        return new RawAnswer(status, head, in.readNBytes(length));
    }

    private static List<String> head(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            lines.add(line);
        }
        return lines;
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int length = Integer.parseInt(line(in), 16); length > 0; length = Integer.parseInt(line(in), 16)) {
            all.writeBytes(in.readNBytes(length));
            line(in);
        }
        return all.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
