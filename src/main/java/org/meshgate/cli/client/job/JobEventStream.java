package org.meshgate.cli.client.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.meshgate.cli.http.LineReader;

/**
 * Reads the server-sent events of Meshgate: LF, one {@code data} line each. A thread of its own reads them, so that the
 * command notices silence. Lines and the number of events that wait are bounded.
 */
final class JobEventStream implements AutoCloseable {

    private static final int MAX_WAITING = 64;

    private final InputStream in;
    private final ObjectMapper json;
    private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread reader;
    private String name = "";
    private String data = "";

    /** Something that comes in a stream. */
    sealed interface Signal {

        /** An event of a job. */
        record Event(String name, JsonNode data) implements Signal {}

        /** A comment: the connection lives. */
        record Life() implements Signal {}

        /** The end of the stream. */
        record End() implements Signal {}
    }

    JobEventStream(InputStream in, ObjectMapper json) {
        this.in = in;
        this.json = json;
        this.reader = new Thread(this::read, "events");
        reader.setDaemon(true);
        reader.start();
    }

    /** The next signal; empty when none comes in time. */
    Optional<Signal> next(Duration silence) throws InterruptedException {
        return Optional.ofNullable(signals.poll(silence.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        reader.interrupt();
        try {
            in.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    private void read() {
        new LineReader(in, this::take).readAll();
        put(new Signal.End());
    }

    private void take(String line) {
        if (line.isEmpty()) {
            dispatch();
        } else if (line.startsWith(":")) {
            put(new Signal.Life());
        } else if (line.startsWith("event:")) {
            name = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
            data = line.substring("data:".length()).strip();
        }
    }

    private void dispatch() {
        if (!data.isEmpty()) {
            try {
                put(new Signal.Event(name, json.readTree(data)));
            } catch (IOException malformed) {
                put(new Signal.Life());
            }
        }
        name = "";
        data = "";
    }

    private void put(Signal signal) {
        try {
            signals.put(signal);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
