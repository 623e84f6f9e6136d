package org.meshgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.it.Client;
import org.meshgate.it.Meshgate;
import org.meshgate.testing.OldRedis;
import org.meshgate.testing.Tries;
import org.meshgate.webhooks.Receiver;

/**
 * Two replicas, three workers and Redis are killed at random points of many jobs. Every job completes, once, and a webhook
 * is told of each. Repeat a failure with {@code -Dcrash.seed=}; the points in time differ nevertheless.
 */
@ExtendWith(FaultTable.class)
class CrashIT {

    private static final int JOBS = Tries.scaled(1000, 100);
    private static final int WORKERS = 3;
    private static final int MIN_MILLIS_BETWEEN_CRASHES = 500;
    private static final int MAX_MILLIS_BETWEEN_CRASHES = 4000;
    private static final Duration CALM = Duration.ofMinutes(3);
    private static final Pattern COMPLETED = Pattern.compile(" completed ([0-9a-f-]{36}) after ");

    private final long seed = Long.getLong("crash.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    Path directory;

    private final Receiver receiver = new Receiver();
    private FaultRedis redis;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private Path tokenFile;
    private Path command;

    /** A replica behind an address that stays. */
    private final class Replica {
        private final Path folder;
        private final FaultProxy address;
        private Meshgate service;

        Replica(Path folder) {
            this.folder = folder;
            service = serve();
            address = new FaultProxy(port(service.url()));
        }

        private Meshgate serve() {
            return Meshgate.serve(folder, settings(), "--redis-url", "redis://127.0.0.1:" + redis.port());
        }

        String url() {
            return "http://127.0.0.1:" + port(address.url());
        }

        void crash() {
            service.kill();
            service = serve();
            address.moveTo(port(service.url()));
        }

        void close() {
            service.close();
            address.close();
        }
    }

    /** A worker that runs a command for each job. */
    private final class Worker {
        private final Path log;
        private final String server;
        private Process process;

        Worker(Path log, String server) {
            this.log = log;
            this.server = server;
            process = start();
        }

        private Process start() {
            return Meshgate.start(
                    directory,
                    Map.of(),
                    log,
                    "worker",
                    "--server",
                    server,
                    "--token-file",
                    tokenFile.toString(),
                    "--feature",
                    "text_to_textured_mesh",
                    "--concurrency",
                    "2",
                    "--exec",
                    "sh " + command);
        }

        void crash() {
            kill();
            process = start();
        }

        void kill() {
            process.destroyForcibly();
            await().until(() -> !process.isAlive());
        }
    }

    @BeforeEach
    void start() throws IOException {
        redis = new FaultRedis(directory.resolve("redis"));
        String url = "redis://127.0.0.1:" + redis.port();
        Meshgate.Result made = Meshgate.run(directory, Map.of(), "", "create-worker", "gpu", "--redis-url", url);
        assertThat(made.exitCode()).as(made.err()).isZero();
        tokenFile = Files.writeString(
                directory.resolve("token"),
                made.out().replaceFirst("(?s).*token: ", "").strip());
        command = Files.writeString(
                directory.resolve("job.sh"),
                "{ printf 'glTF\\002\\000\\000\\000\\144\\000\\000\\000'; head -c 88 /dev/zero; } > \"$MESHGATE_OUTPUT_DIR/a.glb\"\n");
        Path outputs = Files.createDirectories(directory.resolve("service"));
        replicas.add(new Replica(outputs));
        replicas.add(new Replica(outputs));
        for (int i = 0; i < WORKERS; i++) {
            workers.add(new Worker(
                    directory.resolve("worker-" + i + ".log"),
                    replicas.get(i % replicas.size()).url()));
        }
    }

    @AfterEach
    void end() {
        workers.forEach(Worker::kill);
        replicas.forEach(Replica::close);
        receiver.close();
        redis.close();
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(RedisFaultsIT.settings());
        settings.put("P3D_JOBS__MAX_ATTEMPTS", "100"); // each crash of a worker is one
        settings.put("P3D_JOBS__MAX_QUEUED_PER_USER", "0");
        settings.put("P3D_WORKER__SAMPLE", "false");
        settings.put("P3D_WEBHOOKS__ALLOW_HTTP", "true");
        settings.put("P3D_WEBHOOKS__ALLOWED_NETWORKS", "127.0.0.1");
        return settings;
    }

    @Test
    void everyJobCompletesOnceWhateverIsKilled(FaultTable.Rows table) throws IOException {
        // Given
        Client user = Client.user(replicas.get(0).service, "crash", "a long enough one");
        user.json(Map.of("url", receiver.url(), "events", List.of("job.completed")))
                .post(Client.USERS + "/me/webhooks")
                .then()
                .statusCode(200);
        List<String> jobs = new ArrayList<>();
        Map<String, Integer> crashes = new TreeMap<>();
        long begin = System.nanoTime();
        try (OldRedis data = new OldRedis("redis://127.0.0.1:" + redis.port())) {
            // When processes are killed while jobs are submitted and run
            for (int job = 0; job < JOBS; job++) {
                jobs.add(submit(user.token(), job));
                if (random.nextInt(JOBS) < JOBS / 10) {
                    crashes.merge(crash(), 1, Integer::sum);
                }
            }
            while (completed(data) < JOBS * 8 / 10) {
                new Pace(Duration.ofMillis(random.nextInt(MIN_MILLIS_BETWEEN_CRASHES, MAX_MILLIS_BETWEEN_CRASHES)))
                        .keep();
                crashes.merge(crash(), 1, Integer::sum);
            }
            // Then every job completes
            await().atMost(CALM).pollInterval(Duration.ofMillis(200)).until(() -> completed(data) == JOBS);
            assertThat(data.send("HLEN", "3daigc:jobs").toInteger())
                    .as("seed %d", seed)
                    .isEqualTo(JOBS);
            for (String place : List.of("queue:pending", "queue:delayed", "queue:leases")) {
                assertThat(data.send("ZCARD", "3daigc:" + place).toInteger())
                        .as(place)
                        .isZero();
            }
        }
        Client reader = new Client(replicas.get(0).url(), user.token());
        for (String job : jobs) {
            assertThat(reader.status(job).<String>path("status")).as(job).isEqualTo("completed");
        }
        // And no worker was told of one that another one completed
        assertThat(completions().values())
                .as("seed %d: %s", seed, completions())
                .containsOnly(1L);
        // And the webhook is told of every job, always by the same id
        await().atMost(CALM).untilAsserted(() -> assertThat(told().keySet()).containsAll(jobs));
        assertThat(told().values()).as("seed %d: %s", seed, told()).allSatisfy(ids -> assertThat(ids)
                .hasSize(1));
        // And records, queues and indexes agree
        Meshgate.Result doctor = Meshgate.run(
                directory, settings(), "", "doctor", "--json", "--redis-url", "redis://127.0.0.1:" + redis.port());
        assertThat(doctor.out())
                .contains("\"check\":\"queue\",\"status\":\"ok\",\"seen\":\"" + JOBS + " jobs agree with");
        table.add(
                JOBS + " jobs, killed: " + crashes,
                "–",
                "every job completed once",
                "–",
                "–",
                "up",
                (System.nanoTime() - begin) / 1_000_000_000 + " s");
    }

    /** Kills one process and starts it again; returns which kind. */
    private String crash() {
        switch (random.nextInt(5)) {
            case 0 -> {
                redis.kill();
                redis.start();
                return "Redis";
            }
            case 1 -> {
                replicas.get(random.nextInt(replicas.size())).crash();
                return "replica";
            }
            default -> {
                workers.get(random.nextInt(workers.size())).crash();
                return "worker";
            }
        }
    }

    /** As clients do: the same key again until there is an answer. */
    private String submit(String token, int number) {
        return await().atMost(CALM)
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(100))
                .pollDelay(Duration.ZERO)
                .until(
                        () -> {
                            Client client = new Client(
                                    replicas.get(random.nextInt(replicas.size()))
                                            .url(),
                                    token);
                            var answer = client.json(Map.of("prompt", "a chair " + number))
                                    .header("Idempotency-Key", "job-" + number)
                                    .post(Client.SUBMIT);
                            return answer.statusCode() == 200 ? answer.<String>path("job_id") : "";
                        },
                        id -> !id.isEmpty());
    }

    private static int completed(OldRedis data) {
        try {
            return data.send("ZCARD", "3daigc:jobs:status:completed").toInteger();
        } catch (RuntimeException redisIsAway) {
            return 0;
        }
    }

    /** The ids of the deliveries about each job. */
    private Map<String, Set<String>> told() {
        return receiver.requests().stream()
                .collect(Collectors.groupingBy(
                        request -> request.json().getString("data.job_id"),
                        Collectors.mapping(Receiver.Request::id, Collectors.toSet())));
    }

    /** How often workers were told that a job is completed now. */
    private Map<String, Long> completions() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Worker worker : workers) {
            COMPLETED
                    .matcher(Files.readString(worker.log))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .forEach(ids::add);
        }
        return ids.stream().collect(Collectors.groupingBy(id -> id, TreeMap::new, Collectors.counting()));
    }

    private static int port(String url) {
        return Integer.parseInt(url.replaceFirst(".*:", ""));
    }
}
