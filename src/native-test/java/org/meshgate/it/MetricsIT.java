package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.meshgate.it.Client.SUBMIT;
import static org.meshgate.it.Client.USERS;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.files.UploadSamples;
import org.meshgate.testing.Metrics;

/** What Prometheus reads from the packaged program, compared with docs/metrics.md. */
class MetricsIT {

    private static final Pattern NAME = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| ");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) ");
    private static final Pattern SERIES = Pattern.compile("(?m)^(meshgate_\\w+|http_server_requests\\w+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final String PASSWORD = "lookforme password";

    @TempDir
    static Path directory;

    private static RealRedis redis;
    private static Meshgate meshgate;
    private static Metrics metrics;
    private static Client alice;
    private static String job;

    @BeforeAll
    static void start() {
        redis = new RealRedis();
        meshgate = Meshgate.serve(
                directory,
                Map.of(
                        "P3D_REDIS_URL", redis.url(),
                        "P3D_STORAGE__UPLOADS", directory.resolve("uploads").toString()));
        metrics = new Metrics(URI.create(meshgate.managementUrl() + "/q/metrics"));
        use();
    }

    @AfterAll
    static void stop() {
        meshgate.close();
        redis.close();
    }

    /** A bit of everything. */
    private static void use() {
        alice = Client.user(meshgate, "lookforme", PASSWORD);
        Client.nobody(meshgate)
                .json(Map.of("username", "lookforme", "password", "wrong"))
                .post(USERS + "/login");
        job = alice.submit("lookforme prompt");
        alice.request()
                .multiPart("file", "lookforme.png", UploadSamples.png(9, 9))
                .post("/api/v1/file-upload/image");
        alice.request().multiPart("file", "lookforme.png", new byte[100]).post("/api/v1/file-upload/image");
        alice.json(Map.of("prompt", "x", "model_preference", "lookforme")).post(SUBMIT);
        alice.status(job);
        alice.request().get("/lookforme/nothing?lookforme=1");
        alice.request().request("LOOKFORME", USERS + "/me");
        new Client(meshgate.url(), "p3d_lookforme").request().get(USERS + "/me");
    }

    @Test
    void everyDocumentedMetricIsThereAndNoOtherOfOurs() throws IOException {
        Set<String> shown = TYPE.matcher(metrics.text())
                .results()
                .map(type -> type.group(1))
                .filter(name -> !name.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> documented =
                NAME.matcher(page()).results().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).contains("meshgate_logins_total", "jvm_memory_used_bytes");
        assertThat(shown).containsAll(documented);
        shown.removeIf(name -> !name.startsWith("meshgate_"));
        assertThat(documented).containsAll(shown);
    }

    @Test
    void whatHappenedIsCounted() {
        assertThat(metrics.value("meshgate_registrations_total{outcome=\"created\"}"))
                .isEqualTo(1);
        assertThat(metrics.value("meshgate_logins_total{outcome=\"succeeded\"}"))
                .isEqualTo(1);
        assertThat(metrics.value("meshgate_logins_total{outcome=\"refused\"}")).isEqualTo(1);
        assertThat(metrics.value("meshgate_jobs_submitted_total{feature=\"text_to_textured_mesh\"}"))
                .isEqualTo(1);
        assertThat(metrics.value("meshgate_uploads_total{kind=\"image\",outcome=\"stored\"}"))
                .isEqualTo(1);
        assertThat(metrics.value("meshgate_uploads_total{kind=\"image\",outcome=\"refused\"}"))
                .isEqualTo(1);
        assertThat(metrics.value("meshgate_token_checks_total{result=\"refused\",source=\"memory\"}"))
                .isEqualTo(1);
        assertThat(metrics.value("meshgate_redis_command_seconds_count")).isPositive();
        assertThat(metrics.value("meshgate_redis_connections")).isPositive();
        // And what is sampled comes after a while
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(metrics.value("meshgate_jobs{status=\"queued\"}"))
                        .isEqualTo(1));
        assertThat(metrics.value("meshgate_queue_length")).isEqualTo(1);
    }

    @Test
    void labelsHaveFewValuesThatNoClientSent() throws IOException {
        Set<String> words = new TreeSet<>();
        page().lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(row -> QUOTED.matcher(row).results().forEach(word -> words.add(word.group(1))));
        SERIES.matcher(metrics.text())
                .results()
                .forEach(series -> LABEL.matcher(series.group(2)).results().forEach(label -> {
                    if (!label.group(1).equals("le")) {
                        assertThat(words).as(series.group(1)).contains(label.group(1));
                    }
                    if (series.group(1).startsWith("meshgate_")
                            && !Set.of("le", "feature").contains(label.group(1))) {
                        assertThat(words).as(series.group()).contains(label.group(2));
                    }
                }));
        assertThat(metrics.series("http_server_requests_seconds_count").keySet())
                .anyMatch(series -> series.contains("method=\"OTHER\""))
                .anyMatch(series -> series.contains("uri=\"/UNMATCHED\""))
                .anyMatch(series -> series.contains("uri=\"/api/v1/system/jobs/{job_id}\""))
                .hasSizeLessThan(50);
    }

    @Test
    void nothingOfAUserIsInIt() {
        String userId = alice.request().get(USERS + "/me").path("user.user_id");
        assertThat(metrics.text())
                .doesNotContainIgnoringCase("lookforme")
                .doesNotContain(alice.token())
                .doesNotContain(alice.token().substring(0, 12))
                .doesNotContain(userId)
                .doesNotContain(job)
                .doesNotContain(redis.url());
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs", "metrics.md"));
    }
}
