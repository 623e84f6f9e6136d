import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Receivers of webhooks beside workers that complete jobs, for bench/webhooks.
 *
 * <ul>
 *   <li>{@code first PORT RECEIVER COUNT}: one webhook of the server. Prints {@code FIRST p50_ms p99_ms longest_ms}, from the
 *       last byte of the answer to the completion of a job to the receipt of its delivery.
 *   <li>{@code rate PORT RECEIVER JOBS WEBHOOKS}: so many waiting jobs are completed. Prints {@code RATE per_second}, from the
 *       first completion to the last delivery.
 *   <li>{@code many PORT RECEIVER DEAD JOBS LIVE PER_SECOND}: so many jobs end in a second, each with endpoints that answer and
 *       endpoints that accept a connection and say nothing. Prints {@code MANY deliveries p50_ms p99_ms longest_ms} of so many live ones.
 * </ul>
 *
 * <p>{@code BENCH_TOKEN} is the token of a service account, {@code BENCH_USER_TOKEN} that of an administrator.
 */
public final class WebhookLoad {

    private static final int WORKERS = 4;
    private static final long DEADLINE_NANOS = 120_000_000_000L;

    private final int port;
    private final String worker = System.getenv("BENCH_TOKEN");
    private final String admin = System.getenv("BENCH_USER_TOKEN");
    private final Map<String, Long> completed = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Double> delays = new ConcurrentLinkedQueue<>();
    private final AtomicInteger deliveries = new AtomicInteger();
    private final AtomicLong last = new AtomicLong();

    private WebhookLoad(int port) {
        this.port = port;
    }

    public static void main(String[] args) throws Exception {
        WebhookLoad load = new WebhookLoad(Integer.parseInt(args[1]));
        int receiver = Integer.parseInt(args[2]);
        load.receive(receiver);
        switch (args[0]) {
            case "first" -> load.first(receiver, Integer.parseInt(args[3]));
            case "rate" -> load.rate(receiver, Integer.parseInt(args[3]), Integer.parseInt(args[4]));
            case "many" -> load.many(
                    Integer.parseInt(args[3]),
                    Integer.parseInt(args[4]),
                    Integer.parseInt(args[5]),
                    Integer.parseInt(args[6]));
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.exit(0);
    }

    private void receive(int receiver) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), receiver), 4096);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext("/", exchange -> {
            long now = System.nanoTime();
            String id = WorkerLoad.member(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), "job_id");
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            last.set(now);
            Long end = completed.get(id);
            delays.add(end == null ? 0 : Math.max(0, (now - end) / 1e6)); // may come before the answer to the worker
            deliveries.incrementAndGet();
        });
        server.start();
    }

    private void register(WorkerLoad.Connection connection, int receiver, int number) throws IOException {
        connection.post(
                admin,
                "/api/v1/users/admin/webhooks",
                "{\"url\":\"http://127.0.0.1:" + receiver + "/" + number + "\",\"events\":[\"job.completed\"]}");
    }

    private void complete(WorkerLoad.Connection connection, String name) throws IOException {
        String job = connection.post(worker, "/api/v1/worker/claim", WorkerLoad.claim(name, 0));
        String id = WorkerLoad.member(job, "job_id");
        if (id.isEmpty()) {
            throw new IllegalStateException("the queue is empty: " + job);
        }
        connection.post(
                worker,
                "/api/v1/worker/jobs/" + id + "/complete",
                "{\"lease\":\"" + WorkerLoad.member(job, "lease") + "\",\"info\":{}}");
        completed.put(id, System.nanoTime());
    }

    /** @param perSecond 0 for as fast as possible */
    private void completeAll(int jobs, int perSecond) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            String name = "bench-" + i;
            Thread thread = new Thread(() -> {
                try (WorkerLoad.Connection connection = new WorkerLoad.Connection(port)) {
                    for (int job = next.getAndIncrement(); job < jobs; job = next.getAndIncrement()) {
                        if (perSecond > 0) {
                            LockSupport.parkNanos(begin + job * 1_000_000_000L / perSecond - System.nanoTime());
                        }
                        complete(connection, name);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void await(int expected) throws InterruptedException {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (deliveries.get() < expected) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(deliveries.get() + " of " + expected + " deliveries");
            }
            Thread.sleep(5);
        }
    }

    private void first(int receiver, int count) throws Exception {
        try (WorkerLoad.Connection connection = new WorkerLoad.Connection(port)) {
            register(connection, receiver, 0);
            for (int i = 0; i < count; i++) {
                complete(connection, "bench-first");
                await(i + 1);
            }
        }
        print("FIRST");
    }

    private void rate(int receiver, int jobs, int webhooks) throws Exception {
        try (WorkerLoad.Connection connection = new WorkerLoad.Connection(port)) {
            for (int i = 1; i <= webhooks; i++) {
                register(connection, receiver, i);
            }
        }
        long begin = System.nanoTime();
        completeAll(jobs, 0);
        await(jobs * webhooks);
        System.out.printf(Locale.ROOT, "RATE %.0f%n", jobs * webhooks / ((last.get() - begin) / 1e9));
    }

    private void many(int dead, int jobs, int live, int perSecond) throws Exception {
        ServerSocket silent = new ServerSocket(dead, 4096, InetAddress.getLoopbackAddress());
        completeAll(jobs, perSecond);
        await(live);
        silent.close();
        print("MANY " + deliveries.get());
    }

    private void print(String what) {
        double[] all = delays.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%s %.1f %.1f %.1f%n",
                what,
                WorkerLoad.at(all, 0.5),
                WorkerLoad.at(all, 0.99),
                all[all.length - 1]);
    }
}
