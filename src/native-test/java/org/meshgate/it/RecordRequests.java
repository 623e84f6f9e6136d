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
import java.util.List;
import java.util.Map;
import org.meshgate.files.UploadSamples;

/** Requests with all members that their records have, and what the answers hold: each is looked up in the OpenAPI document. */
final class RecordRequests {

    static final String PASSWORD = "correct horse";
    static final String TOKENS = USERS + "/tokens";
    static final String SERVICE_ACCOUNTS = USERS + "/admin/service-accounts";
    static final String INVITES = USERS + "/admin/invites";
    static final String WORKER_ID = "gpu-0";

    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WORKER = "/api/v1/worker";

    private final Meshgate meshgate;
    private final ApiSchemas schemas;
    private final Client root;
    private final Client alice;
    private final Client gpu;
    private final String image;

    /**
     * For these clients of the program.
     *
     * @param root an administrator
     * @param gpu a worker
     * @param image id of an upload of alice
     */
    RecordRequests(Meshgate meshgate, ApiSchemas schemas, Client root, Client alice, Client gpu, String image) {
        this.meshgate = meshgate;
        this.schemas = schemas;
        this.root = root;
        this.alice = alice;
        this.gpu = gpu;
        this.image = image;
    }

    Response send(Client sender, String method, String path, String url, String body) throws IOException {
        schemas.sent(schemas.body(method, path), JSON.readTree(body));
        return sender.request().contentType(ContentType.JSON).body(body).request(method, url);
    }

    private Response sendAll(Client sender, String method, String path, Map<String, Object> body) throws IOException {
        return send(sender, method, path, path, JSON.writeValueAsString(body));
    }

    static JsonNode json(Response answer) throws IOException {
        return JSON.readTree(answer.asByteArray());
    }

    /** All calls of workers, with all that they may say. */
    void aWorkerRunsJobs() throws IOException {
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
        String attempts = Client.JOBS + "/{job_id}/attempts";
        Response attempt = root.request().get(attempts.replace("{job_id}", claim.path("jobs[1].job_id")));
        attempt.then().statusCode(200).body("outcome", equalTo("failed")).body("log_tail", equalTo("a line"));
        schemas.look(schemas.answer("GET", attempts), json(attempt));
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

    void everyMemberOfARequestIsRead() throws IOException {
        // A token
        Response token = sendAll(
                alice,
                "POST",
                TOKENS,
                Map.of(
                        "token_name",
                        "full",
                        "expires_in_days",
                        7,
                        "scopes",
                        List.of("account"),
                        "allowed_networks",
                        LOOPBACK));
        token.then()
                .statusCode(200)
                .body("token_info.name", equalTo("full"))
                .body("token_info.kind", equalTo("api"))
                .body("token_info.scopes", contains("account"))
                .body("token_info.allowed_networks", equalTo(LOOPBACK));
        new Client(meshgate.url(), token.path("token"))
                .request()
                .get(USERS + "/me")
                .then()
                .statusCode(200)
                .body("token.allowed_networks", equalTo(LOOPBACK))
                .body("token.last_used_from", equalTo("127.0.0.0/24"));
        assertThat(token.<String>path("token_info.expires_at")).isNotBlank();
        // An invitation
        Response invite = sendAll(root, "POST", INVITES, Map.of("expires_in_hours", 1, "email", "guest@example.com"));
        invite.then().statusCode(200).body("invite.email", equalTo("guest@example.com"));
        // A service account, and another token of it
        Response service = sendAll(
                root,
                "POST",
                SERVICE_ACCOUNTS,
                Map.of(
                        "name",
                        "gpu-1",
                        "scopes",
                        List.of("worker", "jobs:read"),
                        "expires_in_days",
                        7,
                        "allowed_networks",
                        LOOPBACK,
                        "gpu_seconds_per_day",
                        600,
                        "gpu_seconds_per_month",
                        6000));
        service.then()
                .statusCode(200)
                .body("user.username", equalTo("gpu-1"))
                .body("user.kind", equalTo("service"))
                .body("token_info.scopes", contains("jobs:read", "worker"))
                .body("token_info.gpu_seconds_per_day", equalTo(600))
                .body("token_info.gpu_seconds_per_month", equalTo(6000));
        assertThat(service.<String>path("token_info.expires_at")).isNotBlank();
        String tokensOfService = SERVICE_ACCOUNTS + "/{user_id}/tokens";
        send(
                        root,
                        "POST",
                        tokensOfService,
                        tokensOfService.replace("{user_id}", service.path("user.user_id")),
                        "{\"scopes\":[\"account\"],\"expires_in_days\":7,\"revoke_others\":true,"
                                + "\"allowed_networks\":[\"::1\"],\"gpu_seconds_per_day\":700,"
                                + "\"gpu_seconds_per_month\":7000}")
                .then()
                .statusCode(200)
                .body("token_info.gpu_seconds_per_day", equalTo(700))
                .body("token_info.gpu_seconds_per_month", equalTo(7000))
                .body("token_info.scopes", contains("account"))
                .body("token_info.allowed_networks", contains("::1"));
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
                                + "\"weight\":2.5,\"max_queued\":7,\"max_running\":3,\"priority\":4,"
                                + "\"gpu_seconds_per_day\":1000,\"gpu_seconds_per_month\":20000}")
                .then()
                .statusCode(200)
                .body("limits.weight", equalTo(2.5f))
                .body("limits.max_queued", equalTo(7))
                .body("limits.max_running", equalTo(3))
                .body("limits.priority", equalTo(4))
                .body("limits.gpu_seconds_per_day", equalTo(1000))
                .body("limits.gpu_seconds_per_month", equalTo(20000))
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

    /** A session of a browser, a token with budgets, and a webhook. */
    void membersOfSessionsBudgetsAndWebhooksAreRead() throws IOException {
        Map<String, Object> browser = Map.of(
                "username", "browser", "email", "browser@example.com", "password", PASSWORD, "session", "cookie");
        sendAll(Client.nobody(meshgate), "POST", USERS + "/register", browser)
                .then()
                .statusCode(200)
                .cookie("meshgate");
        sendAll(
                        Client.nobody(meshgate),
                        "POST",
                        USERS + "/login",
                        Map.of("username", "browser", "password", PASSWORD, "session", "cookie"))
                .then()
                .statusCode(200)
                .cookie("meshgate");
        Response token = sendAll(
                alice,
                "POST",
                TOKENS,
                Map.of("token_name", "thrifty", "gpu_seconds_per_day", 1, "gpu_seconds_per_month", 2));
        token.then().statusCode(200).body("token_info.gpu_seconds_per_day", equalTo(1));
        Client thrifty = new Client(meshgate.url(), token.path("token"));
        schemas.look(
                schemas.answer("GET", USERS + "/me"), json(thrifty.request().get(USERS + "/me")));
        Response refused = thrifty.json(Map.of("image_file_id", image)).post(SUBMIT + "/image-to-textured-mesh");
        refused.then().statusCode(429).body("error", equalTo("BUDGET_EXCEEDED"));
        schemas.look(schemas.named("Problem"), json(refused));
        String webhooks = USERS + "/me/webhooks";
        Response webhook = sendAll(
                alice,
                "POST",
                webhooks,
                Map.of("url", "http://127.0.0.1:9/", "events", List.of("job.failed"), "description", "the bot"));
        webhook.then().statusCode(200).body("webhook.description", equalTo("the bot"));
        send(
                        alice,
                        "PATCH",
                        webhooks + "/{webhook_id}",
                        webhooks + "/" + webhook.path("webhook.webhook_id"),
                        "{\"url\":\"http://127.0.0.1:10/\",\"events\":[\"job.completed\"],\"description\":\"b\",\"enabled\":false}")
                .then()
                .statusCode(200)
                .body("webhook.events", contains("job.completed"));
    }
}
