package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.meshgate.it.Client.USERS;
import static org.meshgate.it.Problems.assertProblem;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.testing.OldRedis;

/** Each failure of docs/problems.md that a client can cause, as the packaged program answers it. */
class ProblemsIT {

    /** Those that take luck, time or a broken server. */
    private static final Set<String> NOT_AT_WILL = Set.of(
            "ACCOUNTS_NOT_INDEXED",
            "ACCOUNT_CHANGED",
            "BAD_REQUEST",
            "BUSY",
            "IDEMPOTENCY_KEY_IN_FLIGHT",
            "INTERNAL_ERROR",
            "JOB_MOVING",
            "LINK_EXPIRED",
            "REGISTRATION_CLOSED");

    @TempDir
    static Path directory;

    private static RealRedis redis;
    private static OldRedis data;
    private static GpuWorker worker;
    private static Meshgate meshgate;
    private static Meshgate simple;
    private static Meshgate withoutRedis;
    private static FailingRequests failing;

    @BeforeAll
    static void start() {
        redis = new RealRedis();
        data = new OldRedis(redis.url());
        worker = new GpuWorker(redis, directory.resolve("results"));
        meshgate = Meshgate.serve(
                directory,
                Map.ofEntries(
                        Map.entry("P3D_REDIS_URL", redis.url()),
                        Map.entry("P3D_SERVER__ALLOWED_HOSTS", "localhost"),
                        Map.entry("P3D_SECURITY__REGISTRATION", "invite"),
                        Map.entry("P3D_SECURITY__REGISTER_PER_HOUR_ADDRESS", "100"),
                        Map.entry("P3D_SECURITY__LOGIN_PER_MINUTE", "2"),
                        Map.entry("P3D_SECURITY__RATE_LIMIT_PER_MINUTE", "200"),
                        Map.entry("P3D_SECURITY__MAX_TOKENS_PER_USER", "3"),
                        Map.entry("P3D_LIMITS__UPLOAD_FILES_PER_USER", "1"),
                        Map.entry("P3D_LIMITS__BASE64_DOWNLOAD", "1K"),
                        Map.entry("P3D_JOBS__MAX_QUEUED_PER_USER", "1"),
                        Map.entry(
                                "P3D_STORAGE__OUTPUTS",
                                directory.resolve("results").toString())));
        simple = Meshgate.serve(
                directory, Map.of("P3D_REDIS_URL", redis.url(), "P3D_STORAGE__RESERVE", "1024G"), "--user-auth=false");
        withoutRedis = Meshgate.serve(directory, Map.of(), "--redis-url", "redis://127.0.0.1:" + Meshgate.freePort());
        Client root = Client.admin(meshgate, directory, redis, "root", GivenAccounts.PASSWORD);
        failing = new FailingRequests(meshgate, simple, withoutRedis, data, directory, root);
        Path mesh = worker.write("cat.glb", new byte[2000]);
        worker.complete(failing.job(), Map.of("output_mesh_path", mesh.toString(), "success", true));
    }

    @AfterAll
    static void stop() {
        withoutRedis.close();
        simple.close();
        meshgate.close();
        worker.close();
        data.close();
        redis.close();
    }

    @TestFactory
    Stream<DynamicTest> everyProblemIsADocumentWithAllItsMembers() throws IOException {
        Map<String, Integer> statuses = Problems.documented();
        return failing.requests().entrySet().stream()
                .map(row -> dynamicTest(row.getKey(), () -> {
                    int status = statuses.get(row.getKey());
                    Response answer = row.getValue().get();
                    assertProblem(answer, status, row.getKey()).body("instance", matchesPattern("/\\S*"));
                    if (status == 401) {
                        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer ");
                    }
                    if (status == 429 || row.getKey().equals("STORAGE_UNAVAILABLE")) {
                        assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
                    }
                    if (!row.getKey().equals("VALIDATION_FAILED")) {
                        answer.then().body("errors", nullValue());
                    }
                }));
    }

    @Test
    void everyDocumentedProblemIsTriedOrCannotBe() throws IOException {
        Set<String> known = new TreeSet<>(failing.requests().keySet());
        assertThat(known).doesNotContainAnyElementsOf(NOT_AT_WILL);
        known.addAll(NOT_AT_WILL);
        assertThat(Problems.documented().keySet()).isEqualTo(known);
    }

    @Test
    void aProblemTellsWhatItsStatusAsksFor() {
        Map<String, Supplier<Response>> requests = failing.requests();
        requests.get("METHOD_NOT_ALLOWED").get().then().header("Allow", containsString("POST"));
        requests.get("RANGE_NOT_SATISFIABLE").get().then().header("Content-Range", equalTo("bytes */2000"));
        requests.get("INVALID_TOKEN")
                .get()
                .then()
                .header("WWW-Authenticate", containsString("error=\"invalid_token\""));
        requests.get("VALIDATION_FAILED")
                .get()
                .then()
                .body("errors.field", containsInAnyOrder("username", "email", "password"))
                .body("errors.message", hasItems("is required"))
                .body("instance", equalTo(USERS + "/register"));
        assertThat(requests.get("VALIDATION_FAILED").get().asString()).doesNotContain("no secret");
    }
}
