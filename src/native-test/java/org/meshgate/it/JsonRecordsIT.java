package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.meshgate.it.Client.SUBMIT;
import static org.meshgate.it.Client.USERS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.files.UploadSamples;
import org.meshgate.testing.Endpoint;
import org.meshgate.testing.Endpoint.Access;
import org.meshgate.testing.FinishedJobs;

/**
 * Every route of the packaged program once, with data to show: each record of requests and answers is read and written with
 * all its members, which a native executable that does not know them would leave out without a word.
 */
class JsonRecordsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "correct horse";
    private static final String TOKENS = USERS + "/tokens";
    private static final String SERVICE_ACCOUNTS = USERS + "/admin/service-accounts";
    private static final String INVITES = USERS + "/admin/invites";

    /** What is no JSON, what failed jobs have, what is told after a while without a worker, and of lists that are empty. */
    private static final Set<String> UNSEEN =
            Set.of("FileUpload", "JobStatus.error", "SubmissionResponse.note", "AdapterInfo", "FeatureAdapter");

    private static final String WORKER = "/api/v1/worker";
    private static final String WORKER_ID = "gpu-0";

    @TempDir
    static Path directory;

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static RealRedis redis;
    private static GpuWorker worker;
    private static Meshgate meshgate;
    private static Client root;
    private static Client alice;
    private static Client gpu;
    private static String image;
    private static String mesh;
    private static ApiSchemas schemas;

    @BeforeAll
    static void start() throws IOException {
        redis = new RealRedis();
        worker = new GpuWorker(redis, directory.resolve("results"));
        meshgate = Meshgate.serve(
                directory,
                Map.of(
                        "P3D_REDIS_URL", redis.url(),
                        "P3D_STORAGE__UPLOADS", directory.resolve("uploads").toString(),
                        "P3D_STORAGE__OUTPUTS", directory.resolve("results").toString()));
        JsonNode document = JSON.readTree(
                Client.nobody(meshgate).request().get("/openapi.json").asByteArray());
        schemas = new ApiSchemas(document);
        root = Client.admin(meshgate, directory, redis, "root", PASSWORD);
        alice = Client.user(meshgate, "alice", PASSWORD);
        gpu = new Client(
                meshgate.url(),
                root.json(Map.of("name", "gpu-0")).post(SERVICE_ACCOUNTS).path("token"));
        image = upload(alice, "image", "cat.png", UploadSamples.png(16, 16));
        mesh = upload(alice, "mesh", "cat.glb", UploadSamples.glb(64));
    }

    @AfterAll
    static void stop() {
        meshgate.close();
        worker.close();
        redis.close();
    }

    private static String upload(Client client, String kind, String name, byte[] content) {
        return client.request()
                .multiPart("file", name, content)
                .post("/api/v1/file-upload/" + kind)
                .path("file_id");
    }

    private static String newName() {
        return "user-" + NAMES.incrementAndGet();
    }

    /** Of alice, with a file of every kind. */
    private static String finishedJob() {
        String job = alice.json(Map.of("image_file_id", image))
                .post(SUBMIT + "/image-to-textured-mesh")
                .path("job_id");
        Path manifest = worker.write(
                "worlds/" + job + "/" + FinishedJobs.MANIFEST,
                FinishedJobs.MANIFEST_TEXT.getBytes(StandardCharsets.UTF_8));
        worker.complete(
                job,
                Map.of(
                        "output_mesh_path",
                        worker.write(job + ".glb", new byte[10]).toString(),
                        "thumbnail_path",
                        worker.write(job + ".png", new byte[10]).toString(),
                        "world_directory",
                        manifest.getParent().toString(),
                        "world_manifest_path",
                        manifest.toString(),
                        "success",
                        true));
        return job;
    }

    /** What a route is about. */
    private static String object(Endpoint endpoint, Client sender) {
        String path = endpoint.path();
        if (path.contains("{job_id}")) {
            return path.endsWith("/cancel") ? alice.submit("a cat") : finishedJob();
        } else if (path.contains("{file_id}")) {
            return upload(alice, "image", "cat.png", UploadSamples.png(16, 16));
        } else if (path.contains("{token_")) {
            return sender.json(Map.of("token_name", "object")).post(TOKENS).path("token_info.id");
        } else if (path.contains("{invite_id}")) {
            return root.json("{}").post(INVITES).path("invite.invite_id");
        } else if (path.contains("/service-accounts/{user_id}")) {
            return root.json(Map.of("name", newName())).post(SERVICE_ACCOUNTS).path("user.user_id");
        } else if (path.contains("{worker_id}")) {
            return WORKER_ID;
        } else if (path.contains("{user_id}")) {
            return Client.user(meshgate, newName(), PASSWORD)
                    .request()
                    .get(USERS + "/me")
                    .path("user.user_id");
        }
        return "";
    }

    private static Client sender(Endpoint endpoint) {
        return switch (endpoint.access()) {
            case PUBLIC, LINK -> Client.nobody(meshgate);
            case USER_ENDS -> Client.user(meshgate, newName(), PASSWORD);
            case ADMIN -> root;
            case WORKER, LEASE -> gpu;
            default -> alice;
        };
    }

    private static Response send(Endpoint endpoint, Client sender) throws IOException {
        String id = object(endpoint, sender);
        String url = endpoint.access() == Access.LINK
                ? alice.status(id).<String>path("result.world_base_url").replace(meshgate.url(), "")
                        + FinishedJobs.MANIFEST
                : endpoint.url(id);
        String body = endpoint.body();
        if (body.endsWith(".png") || body.endsWith(".glb")) {
            byte[] content = body.endsWith(".png") ? UploadSamples.png(9, 9) : UploadSamples.glb(64);
            return sender.request().multiPart("file", body, content).post(url);
        }
        if (body.isEmpty()) {
            return sender.request().request(endpoint.method(), url);
        }
        return send(
                sender,
                endpoint.method(),
                endpoint.path(),
                url,
                body.replace('\'', '"')
                        .replace("IMAGE", image)
                        .replace("MESH", mesh)
                        .replace("NAME", "alice")
                        .replace("NEW", newName())
                        .replace("PASSWORD", PASSWORD));
    }

    private static Response send(Client sender, String method, String path, String url, String body)
            throws IOException {
        schemas.sent(schemas.body(method, path), JSON.readTree(body));
        return sender.request().contentType(ContentType.JSON).body(body).request(method, url);
    }

    private static Response sendAll(Client sender, String method, String path, Map<String, Object> body)
            throws IOException {
        return send(sender, method, path, path, JSON.writeValueAsString(body));
    }

    private static JsonNode json(Response answer) throws IOException {
        return JSON.readTree(answer.asByteArray());
    }

    @Test
    void everyRouteAnswersWithAllItsMembers() throws IOException {
        everyMemberOfARequestIsRead();
        aWorkerRunsJobs();
        finishedJob();
        root.json(Map.of("email", "guest@example.com")).post(INVITES).then().statusCode(200);
        for (Endpoint endpoint : Endpoint.all()) {
            // When
            Response answer = send(endpoint, sender(endpoint));
            // Then
            int expected =
                    switch (endpoint.access()) {
                        case SUBMIT_NO_MODEL -> 422;
                        case LEASE -> 409;
                        default -> 200;
                    };
            assertThat(answer.statusCode())
                    .as(endpoint + ": " + answer.asString())
                    .isEqualTo(expected);
            if (expected == 200 && answer.contentType().startsWith("application/json")) {
                JsonNode value = json(answer);
                assertThat(value).as(endpoint.toString()).isNotEmpty();
                schemas.look(schemas.answer(endpoint.method(), endpoint.path()), value);
            }
        }
        // And what comes in other answers only
        schemas.look(
                schemas.named("FeatureModelsResponse"),
                json(alice.request().get("/api/v1/system/models?feature=text_to_textured_mesh")));
        schemas.look(
                schemas.named("Base64Document"),
                json(alice.request().get(Client.JOBS + "/" + finishedJob() + "/download?format=base64")));
        schemas.look(
                schemas.named("SubmissionResponse"),
                json(alice.json(Map.of("text_prompt", "a cat", "model_parameters", Map.of("odd", 1)))
                        .post(SUBMIT + "/text-to-textured-mesh")));
        schemas.look(schemas.named("Problem"), json(alice.json("{}").post(TOKENS)));
        assertThat(schemas.missing()).isEmpty();
        assertThat(schemas.unseen()).isEqualTo(UNSEEN);
    }

    /** All calls of workers, with all that they may say. */
    private static void aWorkerRunsJobs() throws IOException {
        for (int i = 0; i < 3; i++) {
            alice.json(Map.of("image_file_id", image))
                    .post(SUBMIT + "/image-to-textured-mesh")
                    .then()
                    .statusCode(200);
        }
        Response claim = sendAll(
                gpu,
                "POST",
                WORKER + "/claim",
                Map.of(
                        "worker_id",
                        WORKER_ID,
                        "host",
                        "gpu-host",
                        "version",
                        "1",
                        "features",
                        List.of("image_to_textured_mesh"),
                        "models",
                        List.of("trellis_image_to_textured_mesh"),
                        "loaded_models",
                        List.of("trellis_image_to_textured_mesh"),
                        "slots",
                        3,
                        "wait_seconds",
                        5));
        claim.then().statusCode(200).body("jobs", hasSize(3));
        schemas.look(schemas.answer("POST", WORKER + "/claim"), json(claim));
        String job = claim.path("jobs[0].job_id");
        String lease = claim.path("jobs[0].lease");
        Response beat = sendAll(
                gpu,
                "POST",
                WORKER + "/heartbeat",
                Map.of(
                        "worker_id",
                        WORKER_ID,
                        "jobs",
                        List.of(Map.of("job_id", job, "lease", lease, "progress", 0.5, "message", "half")),
                        "gpu",
                        Map.of("name", "A100")));
        beat.then().statusCode(200).body("jobs[0].order", equalTo("continue"));
        schemas.look(schemas.answer("POST", WORKER + "/heartbeat"), json(beat));
        given().urlEncodingEnabled(false)
                .get(claim.<String>path("jobs[0].files[0].url"))
                .then()
                .statusCode(200);
        String jobs = WORKER + "/jobs/{job_id}";
        for (String name : List.of("cat.glb", "cat.png")) {
            Response stored = gpu.request()
                    .contentType("application/octet-stream")
                    .body(name.endsWith("glb") ? UploadSamples.glb(64) : UploadSamples.png(9, 9))
                    .put(jobs.replace("{job_id}", job) + "/files/" + name + "?lease=" + lease);
            stored.then().statusCode(201);
            schemas.look(schemas.answer("PUT", jobs + "/files/{name}"), json(stored));
        }
        Response completed = send(
                gpu,
                "POST",
                jobs + "/complete",
                jobs.replace("{job_id}", job) + "/complete",
                "{\"lease\":\"" + lease
                        + "\",\"result\":\"cat.glb\",\"thumbnail\":\"cat.png\",\"info\":{\"seed\":1},\"seconds\":1.5}");
        completed.then().statusCode(200).body("status", equalTo("completed"));
        schemas.look(schemas.answer("POST", jobs + "/complete"), json(completed));
        Response failed = send(
                gpu,
                "POST",
                jobs + "/fail",
                jobs.replace("{job_id}", claim.path("jobs[1].job_id")) + "/fail",
                "{\"lease\":\"" + claim.<String>path("jobs[1].lease")
                        + "\",\"error\":\"no\",\"retryable\":false,\"log_tail\":\"a line\"}");
        failed.then().statusCode(200).body("status", equalTo("failed"));
        schemas.look(schemas.answer("POST", jobs + "/fail"), json(failed));
        Response released = sendAll(
                gpu,
                "POST",
                WORKER + "/release",
                Map.of(
                        "worker_id",
                        WORKER_ID,
                        "jobs",
                        List.of(Map.of("job_id", claim.path("jobs[2].job_id"), "lease", claim.path("jobs[2].lease")))));
        released.then().statusCode(200).body("released", equalTo(1));
        schemas.look(schemas.answer("POST", WORKER + "/release"), json(released));
    }

    private static void everyMemberOfARequestIsRead() throws IOException {
        // A token
        Response token = sendAll(
                alice,
                "POST",
                TOKENS,
                Map.of("token_name", "full", "expires_in_days", 7, "scopes", List.of("account")));
        token.then()
                .statusCode(200)
                .body("token_info.name", equalTo("full"))
                .body("token_info.kind", equalTo("api"))
                .body("token_info.scopes", contains("account"));
        assertThat(token.<String>path("token_info.expires_at")).isNotBlank();
        // An invitation
        Response invite = sendAll(root, "POST", INVITES, Map.of("expires_in_hours", 1, "email", "guest@example.com"));
        invite.then().statusCode(200).body("invite.email", equalTo("guest@example.com"));
        // A service account, and another token of it
        Response service = sendAll(
                root,
                "POST",
                SERVICE_ACCOUNTS,
                Map.of("name", "gpu-1", "scopes", List.of("worker", "jobs:read"), "expires_in_days", 7));
        service.then()
                .statusCode(200)
                .body("user.username", equalTo("gpu-1"))
                .body("user.kind", equalTo("service"))
                .body("token_info.scopes", contains("jobs:read", "worker"));
        assertThat(service.<String>path("token_info.expires_at")).isNotBlank();
        String tokensOfService = SERVICE_ACCOUNTS + "/{user_id}/tokens";
        send(
                        root,
                        "POST",
                        tokensOfService,
                        tokensOfService.replace("{user_id}", service.path("user.user_id")),
                        "{\"scopes\":[\"account\"],\"expires_in_days\":7,\"revoke_others\":true}")
                .then()
                .statusCode(200)
                .body("token_info.scopes", contains("account"));
        // A registration
        Response guest = sendAll(
                Client.nobody(meshgate),
                "POST",
                USERS + "/register",
                Map.of(
                        "username",
                        "guest",
                        "email",
                        "guest@example.com",
                        "password",
                        PASSWORD,
                        "invite_code",
                        invite.path("invite_code")));
        guest.then().statusCode(200).body("user.email", equalTo("guest@example.com"));
        // A change by an administrator
        String path = USERS + "/admin/users/{user_id}";
        String url = path.replace("{user_id}", guest.path("user.user_id"));
        send(
                        root,
                        "PATCH",
                        path,
                        url,
                        "{\"role\":\"admin\",\"is_active\":true,\"email\":\"visitor@example.com\","
                                + "\"weight\":2.5,\"max_queued\":7,\"max_running\":3,\"priority\":4}")
                .then()
                .statusCode(200)
                .body("limits.weight", equalTo(2.5f))
                .body("limits.max_queued", equalTo(7))
                .body("limits.max_running", equalTo(3))
                .body("limits.priority", equalTo(4))
                .body("user.role", equalTo("admin"))
                .body("user.email", equalTo("visitor@example.com"));
        // A change of the password, with all tokens
        Client visitor = new Client(meshgate.url(), guest.path("token"));
        visitor.json(Map.of("token_name", "api")).post(TOKENS).then().statusCode(200);
        sendAll(
                        visitor,
                        "PUT",
                        USERS + "/me/password",
                        Map.of("old_password", PASSWORD, "new_password", "battery staple", "revoke_api_tokens", true))
                .then()
                .statusCode(200)
                .body("revoked_tokens", equalTo(1));
        // And what is read back is what was written
        visitor.request()
                .get(USERS + "/me")
                .then()
                .statusCode(200)
                .body("user.role", equalTo("admin"))
                .body("token.kind", equalTo("login"))
                .body("token.scopes", contains("jobs:read", "jobs:write", "account", "admin"));
    }
}
