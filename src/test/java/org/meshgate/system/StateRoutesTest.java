package org.meshgate.system;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Formats, queue and machine. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class StateRoutesTest {

    private static final String SYSTEM = "/api/v1/system";
    private static final String FORMATS = SYSTEM + "/supported-formats";
    private static final String SCHEDULER = SYSTEM + "/scheduler-status";
    private static final String STATUS = SYSTEM + "/status";
    private static final String INFO = SYSTEM + "/info";
    private static final String PROCESSING = "3daigc:queue:processing";
    private static final String LEASES = "3daigc:queue:leases";
    private static final long MINUTE = 60_000;

    @Inject
    Accounts accounts;

    @Inject
    FinishedJobs jobs;

    @Inject
    RedisView redis;

    @Inject
    Clock clock;

    @BeforeEach
    @AfterEach
    void clearQueue() {
        redis.send(Command.DEL, PROCESSING, LEASES);
    }

    @ParameterizedTest
    @ValueSource(strings = {FORMATS, SCHEDULER, STATUS, INFO})
    void routesNeedAValidToken(String url) {
        assertProblem(given().get(url), 401, "TOKEN_REQUIRED", containsString("Authorization header is missing"));
        assertProblem(as("garbage").get(url), 401, "INVALID_TOKEN", "Invalid token");
        assertProblem(as(Api.UNKNOWN_TOKEN).get(url), 401, "INVALID_TOKEN", "Invalid token");
        assertProblem(as(accounts.createAdmin()).delete(url), 405, "METHOD_NOT_ALLOWED", containsString("method"));
    }

    @Test
    void theFormatsAreThoseOfUploadsAndOfTheCatalog() {
        as(Api.register())
                .get(FORMATS)
                .then()
                .statusCode(200)
                .body("input_formats.text", equalTo(List.of("string")))
                .body("input_formats.image", equalTo(List.of("jpg", "jpeg", "png", "webp", "bmp", "tiff")))
                .body("input_formats.mesh", equalTo(List.of("glb", "obj", "fbx", "ply", "stl", "gltf")))
                .body("input_formats.base64", equalTo(List.of("image/png", "image/jpeg", "model/gltf-binary")))
                .body("output_formats.mesh", equalTo(List.of("glb", "fbx", "obj", "ply")))
                .body("output_formats.texture", equalTo(List.of("png", "jpg")))
                .body("output_formats.other", hasItems("splat", "studio_motion", "npz", "bvh"))
                .body("output_formats.download", equalTo(List.of("file", "base64")))
                .body("content_types.mesh.size()", equalTo(6))
                .body("content_types.mesh.glb", equalTo("model/gltf-binary"))
                .body("content_types.mesh.obj", equalTo("application/wavefront-obj"))
                .body("content_types.image.size()", equalTo(6))
                .body("content_types.image.tiff", equalTo("image/tiff"));
    }

    @Test
    void theFormatsAreThoseThatOtherRoutesTell() {
        Api.Account user = Api.register();
        JsonPath here = as(user).get(FORMATS).jsonPath();
        JsonPath ofJobs =
                as(user).get("/api/v1/mesh-generation/supported-formats").jsonPath();
        assertThat(here.getMap("input_formats")).isEqualTo(ofJobs.getMap("input_formats"));
        assertThat(here.getList("output_formats.texture")).isEqualTo(ofJobs.getList("output_formats.texture"));
    }

    @Test
    void schedulerIsNotRunningWithoutEvidence() {
        as(Api.register())
                .get(SCHEDULER)
                .then()
                .statusCode(200)
                .body("scheduler.running", equalTo(false))
                .body("scheduler.evidence", equalTo("none"))
                .body("scheduler.gpu_status.available", nullValue())
                .body("scheduler.models", equalTo(Map.of()))
                .body("scheduler.features.size()", equalTo(14))
                .body("scheduler.features.image_to_textured_mesh", equalTo(4))
                .body("adapters_registered", equalTo(0))
                .body("active_jobs", equalTo(0));
    }

    @Test
    void jobTakenByTheSchedulerIsEvidence() {
        // Given
        Api.Account user = Api.register();
        JsonPath before = as(user).get(SCHEDULER).jsonPath();
        jobs.processing(user.userId());
        jobs.queued(user.userId());
        // When
        var answer = as(user).get(SCHEDULER).then().statusCode(200);
        // Then
        int waiting = before.getInt("scheduler.queue_status.pending") + 1;
        answer.body("scheduler.running", equalTo(true))
                .body("scheduler.evidence", equalTo("scheduler_has_jobs"))
                .body("scheduler.queue_status.processing", equalTo(1))
                .body("scheduler.queue_status.pending", equalTo(waiting))
                .body("active_jobs", equalTo(1))
                .body("queued_jobs", equalTo(waiting));
    }

    @Test
    void renewedLeaseIsEvidenceOfAWorker() {
        Api.Account user = Api.register();
        // Given a lease that ran out
        String job = UUID.randomUUID().toString();
        redis.send(Command.ZADD, LEASES, Long.toString(clock.millis() - 1), job);
        as(user).get(SCHEDULER)
                .then()
                .body("scheduler.running", equalTo(false))
                .body("scheduler.evidence", equalTo("none"))
                .body("scheduler.queue_status.processing", equalTo(1));
        // When it is renewed
        redis.send(Command.ZADD, LEASES, Long.toString(clock.millis() + MINUTE), job);
        // Then
        as(user).get(SCHEDULER)
                .then()
                .body("scheduler.running", equalTo(true))
                .body("scheduler.evidence", equalTo("lease"));
    }

    @Test
    void administratorsSeeHostMetrics() {
        as(accounts.createAdmin())
                .get(STATUS)
                .then()
                .statusCode(200)
                .body("timestamp", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"))
                .body("system.restricted", equalTo(false))
                .body("system.cpu_usage", greaterThanOrEqualTo(0f))
                .body("system.cpu_usage", lessThanOrEqualTo(100f))
                .body("system.memory.total", greaterThan(1L << 27))
                .body("system.memory.percent", greaterThan(0f))
                .body("system.disk.total", greaterThan(1L << 27))
                .body("system.disk.percent", lessThanOrEqualTo(100f))
                .body("gpu", equalTo("GPUs are known to the workers only"))
                .body("models", equalTo(Map.of("loaded", 0, "available", 23, "total_vram_used", 0)))
                .body("queue.processing_jobs", equalTo(0));
    }

    @Test
    void usersSeeTheQueueButNoHostMetrics() {
        // Given
        Api.Account user = Api.register();
        jobs.processing("");
        // Then
        as(user).get(STATUS)
                .then()
                .statusCode(200)
                .body("system.restricted", equalTo(true))
                .body("system.cpu_usage", equalTo(0f))
                .body("system.memory.values()", everyItem(in(List.of(0, 0f))))
                .body("system.memory.size()", equalTo(4))
                .body("system.disk.values()", everyItem(in(List.of(0, 0f))))
                .body("system.disk.size()", equalTo(4))
                .body("models.available", equalTo(23))
                .body("queue.processing_jobs", equalTo(1));
        as(user).get(INFO)
                .then()
                .statusCode(200)
                .body("system.restricted", equalTo(true))
                .body("system.platform", equalTo(""))
                .body("system.cpu_count", equalTo(0))
                .body("system.memory_total", equalTo(0))
                .body("system.memory_available", equalTo(0))
                .body("application.environment", equalTo("test"))
                .body("application.debug", equalTo(false));
    }

    @Test
    void administratorsSeePlatformInfo() {
        String version = given().get("/").path("version");
        as(accounts.createAdmin())
                .get(INFO)
                .then()
                .statusCode(200)
                .body("system.restricted", equalTo(false))
                .body("system.platform", containsString(System.getProperty("os.arch")))
                .body("system.containsKey('python_version')", equalTo(true))
                .body("system.python_version", nullValue())
                .body("system.cpu_count", equalTo(Runtime.getRuntime().availableProcessors()))
                .body("system.memory_total", greaterThan(1L << 27))
                .body("application.version", equalTo(version));
    }

    @Test
    void rootReportsMultiWorkerMode() {
        given().get("/")
                .then()
                .statusCode(200)
                .body("deployment_mode", equalTo("multi_worker"))
                .body("note", containsString("workers"));
    }
}
