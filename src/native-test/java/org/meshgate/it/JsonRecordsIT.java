package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.it.Client.SUBMIT;
import static org.meshgate.it.Client.USERS;
import static org.meshgate.it.RecordRequests.INVITES;
import static org.meshgate.it.RecordRequests.PASSWORD;
import static org.meshgate.it.RecordRequests.SERVICE_ACCOUNTS;
import static org.meshgate.it.RecordRequests.TOKENS;
import static org.meshgate.it.RecordRequests.WORKER_ID;
import static org.meshgate.it.RecordRequests.json;

import com.fasterxml.jackson.databind.JsonNode;
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

    /** What is no JSON, what failed jobs have, what is told after a while without a worker, and of lists that are empty. */
    private static final Set<String> UNSEEN = Set.of(
            "FileUpload",
            "JobStatus.error",
            "SubmissionResponse.note",
            "AdapterInfo",
            "FeatureAdapter",
            "FirstAdminResponse");

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
    private static RecordRequests requests;

    @BeforeAll
    static void start() throws IOException {
        redis = new RealRedis();
        worker = new GpuWorker(redis, directory.resolve("results"));
        meshgate = Meshgate.serve(
                directory,
                Map.of(
                        "P3D_REDIS_URL", redis.url(),
                        "P3D_WEBHOOKS__ALLOW_HTTP", "true",
                        "P3D_WEBHOOKS__ALLOWED_NETWORKS", "127.0.0.1",
                        "P3D_STORAGE__UPLOADS", directory.resolve("uploads").toString(),
                        "P3D_STORAGE__OUTPUTS", directory.resolve("results").toString()));
        JsonNode document = json(Client.nobody(meshgate).request().get("/openapi.json"));
        schemas = new ApiSchemas(document);
        root = Client.admin(meshgate, directory, redis, "root", PASSWORD);
        alice = Client.user(meshgate, "alice", PASSWORD);
        gpu = new Client(
                meshgate.url(),
                root.json(Map.of("name", "gpu-0")).post(SERVICE_ACCOUNTS).path("token"));
        image = upload(alice, "image", "cat.png", UploadSamples.png(16, 16));
        mesh = upload(alice, "mesh", "cat.glb", UploadSamples.glb(64));
        requests = new RecordRequests(meshgate, schemas, root, alice, gpu, image);
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
        if (path.contains("{webhook_id}")) {
            return webhook(path, sender);
        } else if (path.contains("{job_id}")) {
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

    /** A new webhook in place of all others; with a delivery behind it for routes of one. */
    private static String webhook(String path, Client owner) {
        String base = path.replaceFirst("/webhooks.*", "/webhooks");
        owner.request().get(base).<List<String>>path("webhooks.webhook_id").forEach(id -> owner.request()
                .delete(base + "/" + id));
        String id = owner.json(Map.of("url", "http://127.0.0.1:9/", "events", List.of("job.failed")))
                .post(base)
                .path("webhook.webhook_id");
        return path.contains("{delivery_id}")
                ? id + "/deliveries/"
                        + owner.request().post(base + "/" + id + "/test").path("delivery.delivery_id")
                : id;
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
        return requests.send(
                sender,
                endpoint.method(),
                endpoint.path(),
                url,
                body.replace('\'', '"')
                        .replace("IMAGE", image)
                        .replace("MESH", mesh)
                        .replace("NAME", "alice")
                        .replace("NEW", newName())
                        .replace("PASSWORD", PASSWORD)
                        .replace("RESET", body.contains("RESET") ? resetCode() : ""));
    }

    private static String resetCode() {
        String user = Client.user(meshgate, newName(), PASSWORD)
                .request()
                .get(USERS + "/me")
                .path("user.user_id");
        return root.request()
                .post(USERS + "/admin/users/" + user + "/reset-link")
                .path("reset_code");
    }

    @Test
    void everyRouteAnswersWithAllItsMembers() throws IOException {
        requests.everyMemberOfARequestIsRead();
        requests.membersOfSessionsBudgetsAndWebhooksAreRead();
        requests.aWorkerRunsJobs();
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
                        // ConsoleIT is such a page
                        case LOCAL -> 403;
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
}
