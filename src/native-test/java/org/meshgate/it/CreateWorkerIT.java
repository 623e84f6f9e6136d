package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code create-worker} as an operator runs it. */
class CreateWorkerIT {

    @TempDir
    static Path directory;

    private static RealRedis redis;

    @BeforeAll
    static void start() {
        redis = new RealRedis();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void theTokenIsForWorkersAlone() {
        // When
        Meshgate.Result made = run("create-worker", "gpu-1", "--expires-in-days", "7");
        // Then
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).matches("user_id: user_[0-9a-f]{16}\ntoken: p3d_[0-9A-Za-z]{49}\n");
        assertThat(made.err())
                .contains("Service account gpu-1 created.")
                .contains("meshgate worker --server URL --token-file FILE")
                .doesNotContain("p3d_");
        String token = made.out().replaceFirst("(?s).*token: ", "").strip();
        try (Meshgate meshgate = Meshgate.serve(directory, Map.of("P3D_REDIS_URL", redis.url()))) {
            given().baseUri(meshgate.url())
                    .header("Authorization", "Bearer " + token)
                    .get("/api/v1/auth/verify?scope=worker")
                    .then()
                    .statusCode(200)
                    .header("X-User-Name", "gpu-1");
            given().baseUri(meshgate.url())
                    .header("Authorization", "Bearer " + token)
                    .get("/api/v1/users/me")
                    .then()
                    .statusCode(403);
        }
        // And its kind is listed
        assertThat(run("list-users", "--search", "gpu-1").out()).contains("  user   service  active    ");
        assertThat(run("list-users", "--search", "gpu-1", "--json").out()).contains("\"kind\":\"service\"");
    }

    @Test
    void limitsAreWrittenByTheProgram() {
        assertThat(run("create-worker", "limited").exitCode()).isZero();
        Meshgate.Result done = run("set-limits", "limited", "--weight", "2.5", "--max-queued", "7");
        assertThat(done.exitCode()).as(done.err()).isZero();
        String budgets = " gpu_seconds_per_day=default gpu_seconds_per_month=default\n";
        assertThat(done.out())
                .endsWith("limits: weight=2.5 max_queued=7 max_running=default priority=default" + budgets);
        assertThat(run("set-limits", "limited", "--priority", "2").out())
                .endsWith("limits: weight=2.5 max_queued=7 max_running=default priority=2" + budgets);
    }

    @Test
    void theSecondRunMakesAnotherToken() {
        Meshgate.Result first = run("create-worker", "twice");
        Meshgate.Result again = run("create-worker", "Twice");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).startsWith("The service account twice exists; this is another token for it.\n");
        assertThat(again.out().lines().findFirst())
                .isEqualTo(first.out().lines().findFirst());
        assertThat(again.out()).isNotEqualTo(first.out());
    }

    @Test
    void whatIsRefusedIsExitCode1InOneLine() {
        assertThat(run("create-worker", "a b"))
                .isEqualTo(new Meshgate.Result(1, "", "name must be 3 to 64 characters of A-Z a-z 0-9 . _ -\n"));
        Meshgate.Result unreachable = Meshgate.run(
                directory,
                Map.of(),
                "",
                "create-worker",
                "gpu-2",
                "--redis-url",
                "redis://127.0.0.1:" + Meshgate.freePort());
        assertThat(unreachable.exitCode()).isEqualTo(1);
        assertThat(unreachable.out()).isEmpty();
        assertThat(unreachable.err())
                .matches("Redis cannot be reached \\(.*\\)\\. Check redis_url and that Redis runs\\.\n");
    }

    @Test
    void wrongUsageIsExitCode2() {
        assertThat(run("create-worker").exitCode()).isEqualTo(2);
        assertThat(run("create-worker", "gpu-1", "--expires-in-days", "0").exitCode())
                .isEqualTo(2);
        assertThat(run("create-worker", "--help").out()).contains("NAME", "--expires-in-days", "--redis-url");
        assertThat(run("--help").out()).contains("create-worker");
    }

    private static Meshgate.Result run(String... words) {
        return Meshgate.run(directory, Map.of("P3D_REDIS_URL", redis.url()), "", words);
    }
}
