package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas behind a real nginx are restarted one after the other, as docs/OPERATIONS.md says; no client notices. */
class RollingRestartIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CLIENTS = 4;
    private static final int BETWEEN_STEPS = 50;

    @TempDir
    Path directory;

    private final List<Meshgate> replicas = new ArrayList<>();
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger submitted = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private RealRedis redis;
    private Nginx nginx;
    private Client alice;

    @BeforeEach
    void twoReplicas() throws IOException {
        assumeTrue(Nginx.executable().isPresent(), "nginx is not installed (Debian: apt-get install nginx-light)");
        redis = new RealRedis();
        replicas.add(Meshgate.serve(directory, environment()));
        replicas.add(Meshgate.serve(directory, environment()));
        nginx = Nginx.start(
                Files.createDirectory(directory.resolve("nginx")),
                List.of(replicas.get(0).port(), replicas.get(1).port()),
                Meshgate.freePort());
        alice = Client.user(replicas.get(0), "alice", "mypassword");
    }

    private Map<String, String> environment() {
        return Map.of(
                "P3D_REDIS_URL",
                redis.url(),
                "P3D_SERVER__TRUSTED_PROXIES",
                "127.0.0.1",
                "P3D_SECURITY__RATE_LIMIT_PER_MINUTE",
                "0",
                "P3D_JOBS__MAX_QUEUED_PER_USER",
                "0",
                "P3D_JOBS__MAX_QUEUE_SIZE",
                "0");
    }

    @AfterEach
    void theEnd() {
        over.set(true);
        if (redis != null) {
            if (nginx != null) {
                nginx.close();
            }
            replicas.forEach(Meshgate::kill);
            redis.close();
        }
    }

    @Test
    void noRequestFails() throws InterruptedException {
        // Given clients that ask and submit all the while
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(this::load);
            clients.add(client);
            client.start();
        }
        // When
        for (int i = 0; i < replicas.size(); i++) {
            awaitMoreRequests();
            Meshgate old = replicas.get(i);
            nginx.takeOut(old.port());
            old.terminate();
            old.awaitEnd();
            awaitMoreRequests();
            replicas.set(i, Meshgate.serveOn(old.port(), old.managementPort(), directory, environment()));
            nginx.putBack(old.port());
        }
        awaitMoreRequests();
        over.set(true);
        for (Thread client : clients) {
            client.join(LIMIT.toMillis());
        }
        // Then
        assertThat(failures).isEmpty();
        assertThat(submitted.get()).isPositive();
        assertThat(new Client(replicas.get(1).url(), alice.token())
                        .request()
                        .get(Client.HISTORY + "?limit=1")
                        .<Integer>path("pagination.total"))
                .isEqualTo(submitted.get());
    }

    private void awaitMoreRequests() {
        int before = asked.get();
        await().atMost(LIMIT).until(() -> asked.get() > before + BETWEEN_STEPS || !failures.isEmpty());
    }

    private void load() {
        String host = "Host: studio.example.com";
        String bearer = "Authorization: Bearer " + alice.token();
        String body = "{\"prompt\": \"a cat\", \"model_preference\": \"trellis\"}";
        while (!over.get() && failures.isEmpty()) {
            expect200(nginx.send("GET " + Client.USERS + "/me HTTP/1.1", host, bearer));
            String answer = nginx.sendBody(
                    body,
                    "POST " + Client.SUBMIT + " HTTP/1.1",
                    host,
                    bearer,
                    "Content-Type: application/json",
                    "Content-Length: " + body.length());
            expect200(answer);
            submitted.incrementAndGet();
        }
    }

    private void expect200(String answer) {
        asked.incrementAndGet();
        if (!answer.startsWith("HTTP/1.1 200 ")) {
            failures.add(answer);
        }
    }
}
