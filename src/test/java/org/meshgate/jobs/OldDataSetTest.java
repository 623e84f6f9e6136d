package org.meshgate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.login;
import static org.meshgate.testing.Jobs.HISTORY;
import static org.meshgate.testing.RecordedRedis.ADMIN_PASSWORD;
import static org.meshgate.testing.RecordedRedis.ALICE_PASSWORD;
import static org.meshgate.testing.RecordedRedis.PASSWORD;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.OldRedis;
import org.meshgate.testing.RecordedRedis;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** The program starts on what a real 3DAIGC-API left, and takes its place. */
@QuarkusTest
@TestProfile(OldDataSetTest.Folders.class)
class OldDataSetTest {

    private static final Path FOLDER = Path.of("target", "test-recorded").toAbsolutePath();
    private static final String UPLOADS = "/api/v1/file-upload";
    private static final String CAT = "e07c3e7b-c792-4c10-8c93-65a80b0a212c";
    private static final String EXPIRED = "11111111-2222-4333-8444-555555555555";
    private static final String WITH_FILE = "628b968a-b981-4591-8861-c9ae2d93ada0";
    private static final String PASSWD = "fd4257ad-c9c9-46d7-9e3f-0abe8f7c3697";
    private static final String WITH_IMAGE = "a9f2d71b-386d-4b23-9578-051979e42b5d";
    private static final String NOBODYS = "9532f724-0a44-44eb-aaa9-312b133aa65f";

    /** All jobs of Alice that can be read, newest first by the moment, whatever their offset. */
    private static final List<String> HERS = List.of(
            "5a68802c-23c3-4902-8e26-2d41c837c884",
            "75dbce40-f03c-4d77-a3fc-6b88ecda99de",
            "8eacc5e2-ecbe-4266-9fac-1691e723ab64",
            "407fcc94-8183-4d95-873e-f67d39604c8a",
            WITH_FILE,
            "3bd57c23-4fe2-43d2-95f9-8a03bb76aba6",
            PASSWD,
            "a9f2d71b-386d-4b23-9578-051979e42b5d",
            "bf42ccdd-8a21-44fd-9f1f-4d709f8cd9e6",
            "c182ed9d-3566-48f5-926f-44cb69a559cb",
            "9f10d6d6-7e15-4398-8bdc-118c635d3521",
            "18ea51ca-fb83-475e-b794-89cd36d54bfe",
            "0a0c7d92-21ae-412c-b217-28ae74b81d0a",
            "dst-second",
            "dst-first",
            "summer",
            "utc",
            "naive",
            "not-a-number");

    @Inject
    RedisView redis;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    /** Has the data before the program starts. */
    public static class Recorded extends RedisResource {
        @Override
        public Map<String, String> start() {
            Map<String, String> settings = super.start();
            try (OldRedis old = new OldRedis(settings.get("meshgate.redis_url"))) {
                RecordedRedis.load(old, FOLDER);
            }
            return settings;
        }
    }

    public static class Folders implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "meshgate.storage.outputs", FOLDER.resolve("outputs").toString(),
                    "meshgate.storage.uploads", FOLDER.resolve("uploads").toString());
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Recorded.class));
        }
    }

    @BeforeEach
    void indexed() {
        await().untilAsserted(() -> RestAssured.given()
                .get(ready)
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'job indexes' }.data.first_walk", equalTo("done"))
                .body("checks.find { it.name == 'account indexes' }.data.first_walk", equalTo("done")));
    }

    @Test
    void ownerSeesJobsNewestFirst() {
        String alice = alice();
        as(alice)
                .get(HISTORY + "?limit=500")
                .then()
                .statusCode(200)
                .body("jobs.job_id", equalTo(HERS))
                .body("pagination.total", equalTo(HERS.size()))
                .body("pagination.has_more", equalTo(false))
                .body("jobs.find { it.job_id == 'dst-first' }.created_at", equalTo("2026-11-01T05:50:00.000Z"))
                .body("jobs.find { it.job_id == 'dst-second' }.created_at", equalTo("2026-11-01T06:10:00.000Z"))
                .body("jobs.find { it.job_id == 'summer' }.created_at_date", equalTo("07-05-2026"))
                .body("jobs.find { it.job_id == 'naive' }.created_at", equalTo("2026-07-05T03:29:58.500Z"));
        as(alice).get(HISTORY + "?status=completed").then().body("pagination.total", equalTo(9));
        as(alice).get(HISTORY + "?status=queued").then().body("pagination.total", equalTo(7));
        as(alice).get(HISTORY + "?status=failed").then().body("pagination.total", equalTo(3));
        as(alice)
                .get(HISTORY + "?start_date=2026-11-01T06:00:00Z&end_date=2026-11-02")
                .then()
                .body("jobs.job_id", equalTo(List.of("dst-second")));
    }

    @Test
    void administratorsSeeAllReadableJobs() {
        Response all = as(admin()).get(HISTORY + "?limit=500");
        all.then()
                .statusCode(200)
                .body("pagination.total", equalTo(RecordedRedis.JOBS))
                .body("jobs.job_id", hasItem("09436806-8c62-4fbd-bf3b-9c0ecaa2a739"))
                .body("jobs.job_id", hasItem("without-owner-field"))
                .body("jobs.job_id", not(hasItem("broken")));
        assertThat(all.<List<String>>path("jobs.job_id")).containsAll(HERS).hasSize(RecordedRedis.JOBS);
        for (String id : List.of("broken", "a-list", "empty")) {
            assertProblem(Jobs.status(account(admin()), id), 404, "JOB_NOT_FOUND", "Job not found");
        }
    }

    @Test
    void acceptsNanInRecords() {
        as(alice())
                .get(Jobs.job("not-a-number"))
                .then()
                .statusCode(200)
                .body("inputs.simplify", equalTo("NaN"))
                .body("inputs.mask", equalTo(List.of("Infinity", "-Infinity")))
                .body("cfg", equalTo("NaN"))
                .body("status", equalTo("failed"));
        as(admin())
                .get(HISTORY + "?limit=500")
                .then()
                .body("jobs.find { it.job_id == 'not-a-number' }.inputs.simplify", equalTo("NaN"));
    }

    @ParameterizedTest
    @ValueSource(strings = {NOBODYS, "without-owner-field", "09436806-8c62-4fbd-bf3b-9c0ecaa2a739"})
    void ownerlessAndForeignJobsAreVisibleToAdministrators(String id) {
        assertProblem(Jobs.status(account(alice()), id), 403, "ACCESS_DENIED", "Access denied to this job");
        Jobs.status(account(admin()), id).then().statusCode(200).body("job_id", equalTo(id));
        RestAssured.given().get(Jobs.job(id)).then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {PASSWD, "3bd57c23-4fe2-43d2-95f9-8a03bb76aba6", WITH_IMAGE})
    void noPathOfTheServerIsShownToAUser(String id) {
        Response status = as(alice()).get(Jobs.job(id));
        status.then().statusCode(200).body("inputs.image_path", nullValue());
        assertThat(status.asString()).doesNotContain("/etc/passwd", "/var/lib", "uploads/");
        assertThat(as(alice()).get(HISTORY + "?limit=500").asString())
                .doesNotContain("/etc/passwd", "/var/lib", "uploads/", FOLDER.toString());
        // nor is a file behind it, whatever is asked for
        for (String part : List.of("/download", "/input", "/thumbnail")) {
            if (id.equals(WITH_IMAGE) && part.equals("/input")) {
                continue; // the picture that this user uploaded for it
            }
            Response file = as(alice()).get(Jobs.job(id) + part);
            assertThat(file.statusCode()).as(part).isGreaterThanOrEqualTo(400);
            assertThat(file.asString()).doesNotContain("root:");
        }
        Jobs.status(account(admin()), id).then().body("inputs.image_path", containsString("/"));
    }

    @Test
    void servesInputImageToTheOwner() {
        String alice = alice();
        String url = as(alice)
                .get(Jobs.job(WITH_IMAGE))
                .then()
                .statusCode(200)
                .body("input_image_file_info.content_type", equalTo("image/png"))
                .extract()
                .path("input_image_url");
        as(alice).get(Jobs.job(WITH_IMAGE) + "/input").then().statusCode(200).body(equalTo("a cat"));

        RestAssured.get(url).then().statusCode(200).body(equalTo("a cat"));
        assertProblem(
                as(account(login("bob", "secret123").path("token"))).get(Jobs.job(WITH_IMAGE) + "/input"),
                403,
                "ACCESS_DENIED",
                "Access denied to this job");
    }

    @Test
    void servesResultAndRejectsEmptyResult() {
        String alice = alice();
        as(alice).get(Jobs.job(WITH_FILE) + "/download").then().statusCode(200).body(equalTo(RecordedRedis.MESH));
        as(alice)
                .get(Jobs.job(WITH_FILE))
                .then()
                .body("result.mesh_url", containsString("/download?"))
                .body("result.output_mesh_path", nullValue())
                .body("completed_at", equalTo("2026-11-22T06:22:32.253Z"));
        for (String id : List.of(
                "407fcc94-8183-4d95-873e-f67d39604c8a",
                "8eacc5e2-ecbe-4266-9fac-1691e723ab64",
                "75dbce40-f03c-4d77-a3fc-6b88ecda99de",
                "dst-first")) {
            assertProblem(
                    as(alice).get(Jobs.job(id) + "/download"),
                    404,
                    "FILE_NOT_FOUND",
                    anyOf(equalTo("This job has no result file."), equalTo("The file is no longer on the server.")));
        }
        // and a result without a job is nobody's
        assertProblem(
                as(admin()).get(Jobs.job("f1e88d33-0656-4e0d-af8a-7c0ec71a9013") + "/download"),
                404,
                "JOB_NOT_FOUND",
                "Job not found");
    }

    @Test
    void legacyUploadsBelongToAdministratorsAndExpire() {
        String alice = alice();
        String admin = admin();
        assertProblem(
                as(alice).get(UPLOADS + "/metadata/" + CAT), 403, "FILE_ACCESS_DENIED", "Access denied to this file");
        as(alice).delete(UPLOADS + "/" + CAT).then().statusCode(403);
        as(alice).get(UPLOADS + "/list").then().statusCode(200).body("files", equalTo(List.of()));
        as(admin)
                .get(UPLOADS + "/metadata/" + CAT)
                .then()
                .statusCode(200)
                .body("filename", equalTo("cat.png"))
                .body("is_available", equalTo(true));
        as(admin)
                .get(UPLOADS + "/list")
                .then()
                .statusCode(200)
                .body("files.file_id", hasItem(CAT))
                .body("files.file_id", not(hasItem(EXPIRED)));
        await().untilAsserted(() -> {
            as(admin).get(UPLOADS + "/list").then().statusCode(200);
            assertThat(redis.send(Command.ZSCORE, "3daigc:files:all", EXPIRED)).isNull();
        });
        // and an administrator can use one for a job, nobody else
        String body = "{\"image_file_id\":\"" + CAT + "\"}";
        String route = "/api/v1/mesh-generation/image-to-raw-mesh";
        as(alice).contentType("application/json").body(body).post(route).then().statusCode(403);
        String id = as(admin)
                .contentType("application/json")
                .body(body)
                .post(route)
                .then()
                .statusCode(200)
                .extract()
                .path("job_id");
        assertThat(redis.hashField("jobs", id)).contains("upload_eb62c614-2acf-435c-b01c-f88f7ae09ded.png");
        as(admin).delete(Jobs.job(id)).then().statusCode(200);
    }

    private static String alice() {
        return login("alice", ALICE_PASSWORD).path("token");
    }

    private static String admin() {
        return login("admin", ADMIN_PASSWORD).path("token");
    }

    private static Api.Account account(String token) {
        return new Api.Account("", "", PASSWORD, token);
    }
}
