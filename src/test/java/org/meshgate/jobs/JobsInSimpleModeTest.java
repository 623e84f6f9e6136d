package org.meshgate.jobs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.FinishedJobs.MESH;
import static org.meshgate.testing.FinishedJobs.content;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.FinishedJobs.WithFiles;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Without accounts everybody sees and may do everything, also with jobs from a time when there were accounts. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SimpleMode.class)
class JobsInSimpleModeTest {

    /** Of the other mode. */
    private static final String SOMEBODY = "user_0123456789abcdef";

    @Inject
    FinishedJobs jobs;

    @Inject
    GpuScheduler scheduler;

    @Inject
    RedisView redis;

    @Test
    void jobOfSimpleModeBelongsToAdministratorsLater() {
        String id = Jobs.submitAnonymously("a cat");
        JsonNode record = scheduler.record(id);
        assertThat(record.get("user_id").textValue()).isEmpty();
        assertThat(redis.hashField("jobs:owners", id)).isNull();
        assertThat(redis.send(Command.ZSCORE, "3daigc:jobs:created", id)).isNotNull();
        given().get(Jobs.job(id))
                .then()
                .statusCode(200)
                .body("status", equalTo("queued"))
                .body("user_id", equalTo(""));
    }

    @Test
    void usageOfAllJobsNeedsNoToken() {
        // Given that the jobs of other tests are counted
        Awaitility.await().until(() -> !redis.exists("usage:pending"));
        int before = given().get("/api/v1/users/me/usage").path("total.cancelled");
        String id = Jobs.submitAnonymously("a cat");
        given().post(Jobs.job(id) + "/cancel").then().statusCode(200);
        Awaitility.await().untilAsserted(() -> given().get("/api/v1/users/me/usage")
                .then()
                .statusCode(200)
                .body("user_id", nullValue())
                .body("total.cancelled", equalTo(before + 1)));
        // And jobs of a time when there were accounts count, too
        redis.send(Command.HSET, "3daigc:usage:server:20310227", "total", "2 0 1 1000 7");
        given().get("/api/v1/users/me/usage?from=2031-02-27&to=2031-02-27")
                .then()
                .body("total.jobs", equalTo(2))
                .body("total.result_bytes", equalTo(7));
        given().get("/api/v1/users/admin/usage")
                .then()
                .statusCode(503)
                .body("error", equalTo("AUTHENTICATION_DISABLED"));
    }

    @Test
    void aWorkflowNeedsNoToken() {
        // Given
        String id = Jobs.submitAnonymously("a cat");
        awaitInHistory(id);
        given().get(Jobs.STATS).then().statusCode(200).body("success", equalTo(true));
        // When
        given().post(Jobs.job(id) + "/cancel").then().statusCode(200).body("status", equalTo("cancelled"));
        // Then
        given().get(Jobs.HISTORY + "?status=cancelled&limit=500")
                .then()
                .statusCode(200)
                .body("jobs.job_id", hasItem(id));
        given().delete(Jobs.job(id)).then().statusCode(200).body("deleted", equalTo(true));
        assertProblem(given().get(Jobs.job(id)), 404, "JOB_NOT_FOUND", "Job not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", SOMEBODY})
    void everybodySeesAllJobs(String owner) {
        // Given a job as the other mode left it, or this one
        WithFiles made = jobs.withFiles(owner);
        // Then
        Response status = given().get(Jobs.job(made.id()));
        status.then().statusCode(200).body("user_id", equalTo(owner)).body("result.output_mesh_path", nullValue());
        awaitInHistory(made.id());
        given().get(Jobs.job(made.id()) + "/info").then().statusCode(200).body("has_result", equalTo(true));
        given().get(Jobs.job(made.id()) + "/download").then().statusCode(200).body(equalTo(MESH));
        // And URLs are plain ones, beside which an old signature is not looked at
        String link = status.path("result.mesh_url");
        assertThat(link).endsWith(Jobs.job(made.id()) + "/download");
        for (String query : List.of("", "?exp=1&sig=x", "?sig=" + SOMEBODY + ".x", "?exp=1&sig=x&format=file")) {
            given().urlEncodingEnabled(false)
                    .get(link + query)
                    .then()
                    .statusCode(200)
                    .body(equalTo(MESH));
        }
        Response info = given().get(Jobs.job(made.id()) + "/info");
        for (String part : List.of("mesh", "thumbnail")) {
            given().get(info.<String>path(part + "_download_urls.base64_download"))
                    .then()
                    .statusCode(200)
                    .body("job_id", equalTo(made.id()));
        }
        // And everybody may delete it
        given().delete(Jobs.job(made.id()) + "/result").then().statusCode(200).body("deleted", equalTo(true));
        assertThat(content(made.mesh())).isNull();
        given().delete(Jobs.job(made.id())).then().statusCode(200);
        assertThat(redis.hashField("jobs", made.id())).isNull();
    }

    @Test
    void worldFilesOpenByCurrentAndEarlierLinks() {
        String world = FinishedJobs.world();
        String id = jobs.withFiles(
                        "",
                        Map.of("world_directory", world, "world_manifest_path", world + "/" + FinishedJobs.MANIFEST))
                .id();
        Response status = given().get(Jobs.job(id));
        assertThat(status.<String>path("result.world_base_url")).endsWith(Jobs.job(id) + "/world/");
        given().get(status.<String>path("result.world_base_url") + "environment.ply")
                .then()
                .statusCode(200)
                .body(equalTo("ply"));
        given().get(Jobs.job(id) + "/world-link/1.-.x/environment.ply")
                .then()
                .statusCode(200)
                .body(equalTo("ply"));
        given().get(Jobs.job(id) + "/download?asset=thumbnail_path&sig=x")
                .then()
                .statusCode(200);
    }

    @Test
    void administratorCancelsForeignJobAndOwnerStays() {
        String id = jobs.queued(SOMEBODY);
        given().post(Jobs.job(id) + "/cancel").then().statusCode(200).body("status", equalTo("cancelled"));
        assertThat(scheduler.record(id).get("user_id").textValue()).isEqualTo(SOMEBODY);
        assertThat(redis.send(Command.ZSCORE, "3daigc:jobs:owner:" + SOMEBODY + ":cancelled", id))
                .isNotNull();
    }

    @Test
    void ignoresTokenInSimpleMode() {
        String id = Jobs.submitAnonymously("a cat");
        for (String token : List.of(Api.UNKNOWN_TOKEN, "garbage")) {
            Api.as(token).get(Jobs.job(id)).then().statusCode(200).body("job_id", equalTo(id));
        }
    }

    private static void awaitInHistory(String id) {
        Awaitility.await().untilAsserted(() -> assertThat(
                        given().get(Jobs.HISTORY + "?limit=500").<List<String>>path("jobs.job_id"))
                .contains(id));
    }
}
