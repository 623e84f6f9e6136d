package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.it.Client.HISTORY;
import static org.meshgate.it.Client.JOBS;
import static org.meshgate.it.Client.SUBMIT;
import static org.meshgate.it.Client.USERS;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs as the user management guide has them, against the packaged program with its sample worker. */
class JobWorkflowIT {

    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    private static final String FEATURE = "text_to_textured_mesh";
    private static final String MODEL = "trellis_text_to_textured_mesh";
    private static final String SYSTEM = "/api/v1/system";
    private static final String PASSWORD = "mypassword";

    @TempDir
    static Path directory;

    private static RealRedis redis;
    private static Meshgate meshgate;

    @BeforeAll
    static void start() {
        redis = new RealRedis();
        meshgate = Meshgate.serve(
                directory,
                Map.of(
                        "P3D_REDIS_URL",
                        redis.url(),
                        "P3D_WORKER__SAMPLE",
                        "true",
                        "P3D_STORAGE__OUTPUTS",
                        directory.resolve("results").toString()));
    }

    @AfterAll
    static void stop() {
        meshgate.close();
        redis.close();
    }

    @Test
    void theWorkflowOfTheGuide() throws IOException {
        // Given a user who is logged in
        Client alice = Client.user(meshgate, "alice", PASSWORD);
        String me = alice.request().get(USERS + "/me").path("user.user_id");
        // When they submit a job
        Response queued = alice.json(Map.of("prompt", "a 3d cat model", "model_preference", "trellis"))
                .post(SUBMIT);
        queued.then()
                .statusCode(200)
                .body("job_id", matchesPattern(UUID))
                .body("status", equalTo("queued"))
                .body("message", equalTo("Text-to-textured-mesh generation job queued successfully"))
                .body("feature", equalTo(FEATURE))
                .body("model_preference", equalTo(MODEL))
                .body("queue_position", greaterThan(0));
        String job = queued.path("job_id");
        assertThat(queued.<String>path("status_url")).isEqualTo(meshgate.url() + JOBS + "/" + job);
        assertThat(queued.<String>path("cancel_url")).isEqualTo(meshgate.url() + JOBS + "/" + job + "/cancel");
        // Then its status becomes completed
        alice.completed(job)
                .then()
                .statusCode(200)
                .body("job_id", equalTo(job))
                .body("user_id", equalTo(me))
                .body("inputs.text_prompt", equalTo("a 3d cat model"))
                .body("progress", equalTo(1.0f))
                .body("queue_position", nullValue())
                .body("result.generation_info.model", equalTo("sample"))
                .body("result.mesh_url", containsString("/download?exp="))
                .body("result.mesh_file_info.content_type", equalTo("model/gltf-binary"))
                .body("result.output_mesh_path", nullValue());
        // And it is in the history
        alice.request()
                .get(HISTORY)
                .then()
                .statusCode(200)
                .body("jobs.job_id", contains(job))
                .body("jobs[0].status", equalTo("completed"))
                .body("jobs[0].result.mesh_url", containsString("&sig="))
                .body("pagination.total", equalTo(1))
                .body("pagination.total_is_exact", equalTo(true))
                .body("pagination.has_more", equalTo(false))
                .body("pagination.next_cursor", nullValue())
                .body("filters.status", nullValue())
                .body("timestamp", notNullValue());
        // And its result is a binary glTF file
        Path file = directory.resolve("result.glb");
        Files.write(file, bytes(alice.request().get(JOBS + "/" + job + "/download")));
        Client.assertGlb(Files.readAllBytes(file));
    }

    @Test
    void theAdministratorsWorkflowOfTheGuide() {
        // Given jobs of two users
        Client bob = Client.user(meshgate, "bob", PASSWORD);
        String bobsJob = bob.finishedJob("a red house");
        String carolsJob = Client.user(meshgate, "carol", PASSWORD).finishedJob("a blue boat");
        String bobsId = bob.request().get(USERS + "/me").path("user.user_id");
        // When an administrator logs in
        Client admin = Client.admin(meshgate, directory, redis, "admin", "admin_password");
        // Then they see all users and all jobs, with the server's paths
        admin.request().get(USERS + "/admin/users").then().statusCode(200).body("users.username", hasItems("bob"));
        admin.request().get(HISTORY).then().statusCode(200).body("jobs.job_id", hasItems(bobsJob, carolsJob));
        admin.status(bobsJob)
                .then()
                .statusCode(200)
                .body(
                        "result.output_mesh_path",
                        startsWith(directory.resolve("results").toString()));
        // And when they delete a user
        String link = bob.status(bobsJob).path("result.mesh_url");
        admin.request()
                .delete(USERS + "/admin/users/" + bobsId)
                .then()
                .statusCode(200)
                .body("success", equalTo(true));
        // Then that user's tokens and links end, and the job is left to administrators
        problem(bob.status(bobsJob), 401, "INVALID_TOKEN");
        withoutToken().get(link).then().statusCode(403);
        admin.status(bobsJob).then().statusCode(200);
    }

    @Test
    void nobodyReachesTheJobsOfOthers() {
        // Given
        Client owner = Client.user(meshgate, "owner", PASSWORD);
        Client other = Client.user(meshgate, "other", PASSWORD);
        String job = owner.finishedJob("a green tree");
        // When another user asks, then every route refuses
        String url = JOBS + "/" + job;
        for (String route : List.of("", "/info", "/download", "/thumbnail")) {
            problem(other.request().get(url + route), 403, "ACCESS_DENIED")
                    .body("detail", equalTo("Access denied to this job"));
        }
        problem(other.request().post(url + "/cancel"), 403, "ACCESS_DENIED");
        problem(other.request().delete(url + "/result"), 403, "ACCESS_DENIED");
        problem(other.request().delete(url), 403, "ACCESS_DENIED");
        problem(Client.nobody(meshgate).status(job), 401, "TOKEN_REQUIRED");
        other.request().get(HISTORY).then().statusCode(200).body("jobs", hasSize(0));
        owner.request().get(url + "/download").then().statusCode(200);
    }

    @Test
    void aFileByLinkInPartsAndAsBase64() {
        // Given
        Client user = Client.user(meshgate, "files", PASSWORD);
        String job = user.finishedJob("a yellow robot");
        String link = user.status(job).path("result.mesh_url");
        byte[] whole = bytes(user.request().get(JOBS + "/" + job + "/download"));
        // Then the link opens without a header, whole and in parts
        Response byLink = withoutToken().get(link);
        assertThat(bytes(byLink)).isEqualTo(whole);
        byLink.then()
                .header("Content-Type", equalTo("model/gltf-binary"))
                .header("X-Job-ID", equalTo(job))
                .header("X-File-Size", equalTo("" + whole.length));
        Response part = withoutToken().header("Range", "bytes=4-11").get(link);
        part.then().statusCode(206).header("Content-Range", equalTo("bytes 4-11/" + whole.length));
        assertThat(part.asByteArray()).isEqualTo(Arrays.copyOfRange(whole, 4, 12));
        withoutToken().head(link).then().statusCode(200).header("Content-Length", equalTo("" + whole.length));
        withoutToken()
                .header("If-None-Match", byLink.header("ETag"))
                .get(link)
                .then()
                .statusCode(304);
        problem(withoutToken().get(link + "x"), 403, "LINK_INVALID");
        problem(withoutToken().header("Range", "bytes=999999999-").get(link), 416, "RANGE_NOT_SATISFIABLE");
        // And the document holds the same bytes
        Response document = user.request().get(JOBS + "/" + job + "/download?format=base64");
        document.then()
                .statusCode(200)
                .body("job_id", equalTo(job))
                .body("filename", equalTo("sample_" + job + ".glb"))
                .body("content_type", equalTo("model/gltf-binary"))
                .body("generation_info.model", equalTo("sample"))
                .body("download_time", notNullValue());
        String data = document.path("base64_data");
        assertThat(Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1)))
                .isEqualTo(whole);
        // And what is told of it before
        user.request()
                .get(JOBS + "/" + job + "/info")
                .then()
                .statusCode(200)
                .body("has_result", equalTo(true))
                .body("file_info.file_size_bytes", equalTo(whole.length))
                .body("mesh_download_urls.base64_download", containsString("&format=base64"));
    }

    @Test
    void aResultIsDeletedAndThenTheJob() {
        Client user = Client.user(meshgate, "tidy", PASSWORD);
        String job = user.finishedJob("a grey stone");
        String url = JOBS + "/" + job;
        String link = user.status(job).path("result.mesh_url");
        user.request()
                .delete(url + "/result")
                .then()
                .statusCode(200)
                .body("deleted", equalTo(true))
                .body("deleted_file", equalTo("sample_" + job + ".glb"))
                .body("freed_space_mb", greaterThan(0f));
        user.request().delete(url + "/result").then().statusCode(200).body("deleted", equalTo(false));
        problem(user.request().get(url + "/download"), 404, "FILE_NOT_FOUND");
        user.request().get(url + "/info").then().statusCode(200).body("file_info.file_exists", equalTo(false));
        user.request()
                .delete(url)
                .then()
                .statusCode(200)
                .body("deleted", equalTo(true))
                .body("job_info.status", equalTo("completed"))
                .body("job_info.feature", equalTo(FEATURE));
        problem(user.status(job), 404, "JOB_NOT_FOUND");
        problem(withoutToken().get(link), 404, "JOB_NOT_FOUND");
        user.request().get(HISTORY).then().body("jobs", hasSize(0));
    }

    @Test
    void modelsFeaturesAndTheQueue() {
        Client user = Client.user(meshgate, "curious", PASSWORD);
        user.request()
                .get(SYSTEM + "/models")
                .then()
                .statusCode(200)
                .body("available_models." + FEATURE, hasItem(MODEL))
                .body("total_models", greaterThan(1));
        user.request()
                .get(SYSTEM + "/models?feature=" + FEATURE)
                .then()
                .statusCode(200)
                .body("feature", equalTo(FEATURE))
                .body("models", contains(MODEL));
        user.request()
                .get(SYSTEM + "/features")
                .then()
                .statusCode(200)
                .body("features.find { it.name == '" + FEATURE + "' }.models", contains(MODEL))
                .body("features.find { it.name == '" + FEATURE + "' }.model_count", equalTo(1));
        user.request()
                .get(SYSTEM + "/models/trellis2_image_to_textured_mesh/parameters")
                .then()
                .statusCode(200)
                .body("model_id", equalTo("trellis2_image_to_textured_mesh"))
                .body("vram_requirement", greaterThan(0))
                .body("schema.parameters.size()", greaterThan(0))
                .body("schema.parameters.values().type", hasItem(notNullValue()));
        problem(user.request().get(SYSTEM + "/models/nothing/parameters"), 404, "MODEL_NOT_FOUND");
        user.finishedJob("a brown table");
        user.request()
                .get(JOBS + "/queue/stats")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("data.completed_jobs", greaterThanOrEqualTo(1))
                .body("data.total_jobs", greaterThanOrEqualTo(1))
                .body("data.max_queue_size", equalTo(10_000));
    }

    @Test
    void badInputIsAProblemDocument() {
        Client user = Client.user(meshgate, "clumsy", PASSWORD);
        problem(user.json(Map.of()).post(SUBMIT), 422, "VALIDATION_FAILED").body("errors.field", contains("prompt"));
        problem(user.json(Map.of("prompt", "x", "model_preference", "nope")).post(SUBMIT), 422, "VALIDATION_FAILED")
                .body("errors.field", contains("model_preference"));
        problem(user.json("{").post(SUBMIT), 400, "MALFORMED_BODY");
        problem(user.request().get(HISTORY + "?status=nope&limit=0"), 422, "VALIDATION_FAILED")
                .body("errors.field", contains("status"));
        problem(user.request().get(HISTORY + "?cursor=x"), 422, "VALIDATION_FAILED");
        problem(user.status("nope"), 404, "JOB_NOT_FOUND");
        String job = user.finishedJob("a white cloud");
        problem(user.request().get(JOBS + "/" + job + "/thumbnail"), 404, "FILE_NOT_FOUND");
        problem(user.request().get(JOBS + "/" + job + "/download?format=zip"), 422, "VALIDATION_FAILED");
        problem(user.request().post(JOBS + "/" + job + "/cancel"), 409, "JOB_FINISHED");
    }

    @Test
    void neitherLogNorMetricsTellJobsLinksOrTokens() {
        Client user = Client.user(meshgate, "discreet", PASSWORD);
        String job = user.finishedJob("a black box");
        String link = user.status(job).path("result.mesh_url");
        withoutToken().header("X-Request-Id", "by-the-link").get(link).then().statusCode(200);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(meshgate.output()).contains("by-the-link"));
        assertThat(meshgate.output())
                .doesNotContain("sig=")
                .doesNotContain(link.substring(link.indexOf("sig=") + 4))
                .doesNotContain(user.token());
        given().get(meshgate.managementUrl() + "/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("uri=\"" + JOBS + "/{job_id}/download\""))
                .body(not(matchesPattern("(?s).*" + UUID + ".*")))
                .body(not(containsString("sig=")));
    }

    /** For links, which are not to be encoded once more. */
    private static RequestSpecification withoutToken() {
        return given().urlEncodingEnabled(false);
    }

    private static byte[] bytes(Response response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return response.asByteArray();
    }

    private static ValidatableResponse problem(Response response, int status, String error) {
        return response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("error", equalTo(error))
                .body("status", equalTo(status))
                .body("detail", notNullValue());
    }
}
