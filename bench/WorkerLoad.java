import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Workers of the HTTP protocol, for bench/workers. One blocking socket each, so that the load costs little beside the server.
 *
 * <ul>
 *   <li>{@code cycles PORT WORKERS SECONDS}: each worker claims a job and completes it, again and again. Prints
 *       {@code CYCLES per_second p50_ms p99_ms}.
 *   <li>{@code dispatch PORT COUNT}: one worker waits in a long poll while a user submits a job. Prints {@code DISPATCH p50_ms
 *       p99_ms longest_ms}, from the first byte of the submission to the last byte of the claim's answer.
 *   <li>{@code waiting PORT WORKERS SECONDS}: so many workers wait. Prints {@code WAITING} when all do, and ends later.
 *   <li>{@code decision REDIS_PORT SCRIPTS COUNT}: the script of a claim alone, without the server. Prints {@code DECISION
 *       p50_ms p99_ms longest_ms ping_ms}.
 * </ul>
 *
 * <p>{@code BENCH_TOKEN} is the token of a service account, {@code BENCH_USER_TOKEN} that of a user.
 */
public final class WorkerLoad {

    private static final String FEATURE = "text_to_textured_mesh";
    private static final String TOKEN = System.getenv("BENCH_TOKEN");

    private WorkerLoad() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[1]);
        switch (args[0]) {
            case "cycles" -> cycles(port, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            case "dispatch" -> dispatch(port, Integer.parseInt(args[2]));
            case "waiting" -> waiting(port, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            case "decision" -> decision(port, Path.of(args[2]), Integer.parseInt(args[3]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void cycles(int port, int workers, int seconds) throws Exception {
        CountDownLatch ready = new CountDownLatch(workers);
        AtomicLong end = new AtomicLong();
        List<List<Long>> times = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            List<Long> own = new ArrayList<>();
            times.add(own);
            String name = "bench-" + i;
            Thread thread = new Thread(() -> {
                try (Connection connection = new Connection(port)) {
                    ready.countDown();
                    ready.await();
                    end.compareAndSet(0, System.nanoTime() + seconds * 1_000_000_000L);
                    while (System.nanoTime() < end.get()) {
                        long begin = System.nanoTime();
                        String job = connection.post(TOKEN, "/api/v1/worker/claim", claim(name, 0));
                        String id = member(job, "job_id");
                        if (id.isEmpty()) {
                            throw new IllegalStateException("the queue is empty: " + job);
                        }
                        connection.post(
                                TOKEN,
                                "/api/v1/worker/jobs/" + id + "/complete",
                                "{\"lease\":\"" + member(job, "lease") + "\",\"info\":{}}");
                        own.add(System.nanoTime() - begin);
                    }
                } catch (IOException | InterruptedException | RuntimeException e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " workers failed", failures.get(0));
        }
        double[] all = times.stream()
                .flatMap(List::stream)
                .mapToDouble(nanos -> nanos / 1e6)
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT, "CYCLES %.0f %.3f %.3f%n", all.length / (double) seconds, at(all, 0.5), at(all, 0.99));
    }

    private static void dispatch(int port, int count) throws Exception {
        SynchronousQueue<Long> begun = new SynchronousQueue<>();
        double[] delays = new double[count];
        String user = System.getenv("BENCH_USER_TOKEN");
        try (Connection worker = new Connection(port);
                Connection client = new Connection(port)) {
            Thread submitter = new Thread(() -> {
                try {
                    for (int i = 0; i < count; i++) {
                        Thread.sleep(20); // the worker waits by then
                        long begin = System.nanoTime();
                        client.post(user, "/api/v1/mesh-generation", "{\"prompt\":\"a chair\"}");
                        begun.put(begin);
                    }
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            submitter.setDaemon(true);
            submitter.start();
            for (int i = 0; i < count; i++) {
                String job = worker.post(TOKEN, "/api/v1/worker/claim", claim("bench-idle", 25));
                long got = System.nanoTime();
                Long begin = begun.poll(30, TimeUnit.SECONDS);
                if (begin == null || member(job, "job_id").isEmpty()) {
                    throw new IllegalStateException("no job: " + job);
                }
                delays[i] = (got - begin) / 1e6;
                worker.post(
                        TOKEN,
                        "/api/v1/worker/jobs/" + member(job, "job_id") + "/complete",
                        "{\"lease\":\"" + member(job, "lease") + "\",\"info\":{}}");
            }
        }
        Arrays.sort(delays);
        System.out.printf(
                Locale.ROOT, "DISPATCH %.3f %.3f %.3f%n", at(delays, 0.5), at(delays, 0.99), delays[count - 1]);
    }

    private static void waiting(int port, int workers, int seconds) throws Exception {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            Connection connection = new Connection(port);
            connections.add(connection);
            connection.send(TOKEN, "/api/v1/worker/claim", claim("bench-" + i, 25));
        }
        Thread.sleep(2000);
        System.out.println("WAITING");
        System.out.flush();
        Thread.sleep(seconds * 1000L);
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private static void decision(int port, Path scripts, int count) throws Exception {
        StringBuilder source = new StringBuilder();
        List<String> files =
                List.of("lib/reading", "lib/record", "lib/fair", "lib/calendar", "lib/usage", "lib/deliveries", "lib/ended",
                        "lib/index", "lib/attempt", "claim-jobs");
        for (String file : files) {
            source.append(Files.readString(scripts.resolve(file + ".lua")));
        }
        try (Redis redis = new Redis(port)) {
            String sha = redis.call("SCRIPT", "LOAD", source.toString());
            double[] decisions = new double[count];
            double[] pings = new double[count];
            for (int i = 0; i < count; i++) {
                long begin = System.nanoTime();
                String reply = redis.call(
                        "EVALSHA", sha, "0", "3daigc:", "", "\"2025-12-01T00:00:00.000Z\"", "fair", "0", "15000", "bench", "",
                        "1", "0", "0", "", FEATURE, "%032x".formatted(i));
                decisions[i] = (System.nanoTime() - begin) / 1e6;
                if (!reply.startsWith("*1")) {
                    throw new IllegalStateException("nothing claimed: " + reply);
                }
                begin = System.nanoTime();
                redis.call("PING");
                pings[i] = (System.nanoTime() - begin) / 1e6;
            }
            Arrays.sort(decisions);
            Arrays.sort(pings);
            System.out.printf(
                    Locale.ROOT,
                    "DECISION %.3f %.3f %.3f %.3f%n",
                    at(decisions, 0.5),
                    at(decisions, 0.99),
                    decisions[count - 1],
                    at(pings, 0.5));
        }
    }

    static double at(double[] sorted, double quantile) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * quantile) - 1)];
    }

    static String claim(String worker, int wait) {
        return "{\"worker_id\":\"" + worker + "\",\"features\":[\"" + FEATURE + "\"],\"slots\":1,\"wait_seconds\":" + wait
                + "}";
    }

    /** The first text of this name in a JSON document; empty when there is none. */
    static String member(String json, String name) {
        String start = "\"" + name + "\":\"";
        int from = json.indexOf(start);
        return from < 0 ? "" : json.substring(from + start.length(), json.indexOf('"', from + start.length()));
    }

    /** One connection, one request at a time. */
    private static class Peer implements AutoCloseable {

        final Socket socket = new Socket();
        final OutputStream out;
        final InputStream in;
        private final byte[] buffer = new byte[64 * 1024];
        private int from;
        private int to;

        Peer(int port) throws IOException {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            out = socket.getOutputStream();
            in = socket.getInputStream();
        }

        int read() throws IOException {
            if (from == to) {
                from = 0;
                to = in.read(buffer);
                if (to <= 0) {
                    throw new IOException("closed");
                }
            }
            return buffer[from++];
        }

        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = read(); c != '\n'; c = read()) {
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        String bytes(int count) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(count);
            for (int i = 0; i < count; i++) {
                bytes.write(read());
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    static final class Connection extends Peer {

        private final int port;

        Connection(int port) throws IOException {
            super(port);
            this.port = port;
        }

        void send(String token, String path, String body) throws IOException {
            out.write(("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII));
        }

        String post(String token, String path, String body) throws IOException {
            send(token, path, body);
            String status = line();
            int length = 0;
            boolean chunked = false;
            for (String header = line(); !header.isEmpty(); header = line()) {
                String lower = header.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(lower.substring(15).strip());
                }
                chunked |= lower.startsWith("transfer-encoding:");
            }
            if (chunked) {
                throw new IOException("a chunked answer");
            }
            String answer = bytes(length);
            if (!status.contains(" 200 ")) {
                throw new IOException(path + ": " + status + " " + answer);
            }
            return answer;
        }
    }

    private static final class Redis extends Peer {

        Redis(int port) throws IOException {
            super(port);
        }

        /** The first line of the reply, or the text of a bulk string; the rest is read and left out. */
        String call(String... words) throws IOException {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.write(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            for (String word : words) {
                byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
                request.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
                request.write(bytes);
                request.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.write(request.toByteArray());
            return reply();
        }

        private String reply() throws IOException {
            String head = line();
            if (head.startsWith("-")) {
                throw new IOException(head);
            }
            if (head.startsWith("$") && !head.equals("$-1")) {
                String text = bytes(Integer.parseInt(head.substring(1)));
                bytes(2);
                return text;
            }
            if (head.startsWith("*")) {
                for (int i = Integer.parseInt(head.substring(1)); i > 0; i--) {
                    reply();
                }
            }
            return head;
        }
    }
}
