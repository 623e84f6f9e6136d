package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.meshgate.it.Client.JOBS;
import static org.meshgate.it.Client.SUBMIT;
import static org.meshgate.it.Client.USERS;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.meshgate.files.UploadSamples;
import org.meshgate.testing.Api;
import org.meshgate.testing.OldRedis;

/** For each failure that a client can cause, a request that fails so. */
final class FailingRequests {

    static final String PASSWORD = "long enough";
    private static final String TOKENS = USERS + "/tokens";
    private static final String ADMIN = USERS + "/admin/users/";
    private static final String UPLOAD = "/api/v1/file-upload/";
    private static final String WEBHOOKS = USERS + "/me/webhooks";
    private static final Map<String, ?> WEBHOOK =
            Map.of("url", "https://hooks.example/", "events", List.of("job.failed"));

    private final Meshgate meshgate;
    private final Meshgate simple;
    private final Meshgate withoutRedis;
    private final OldRedis data;
    private final Path directory;
    private final Client root;
    private final Client alice;
    private final String job;

    /**
     * Registers a user who submits a job, which the caller has to complete.
     *
     * @param simple without accounts, and with a disk that is always full
     * @param data of {@code meshgate}
     * @param root an administrator of {@code meshgate}
     */
    FailingRequests(
            Meshgate meshgate, Meshgate simple, Meshgate withoutRedis, OldRedis data, Path directory, Client root) {
        this.meshgate = meshgate;
        this.simple = simple;
        this.withoutRedis = withoutRedis;
        this.data = data;
        this.directory = directory;
        this.root = root;
        alice = invited("alice");
        job = alice.submit("a cat");
    }

    /** The id of the job. */
    String job() {
        return job;
    }

    /** By code of the problem. */
    Map<String, Supplier<Response>> requests() {
        String result = JOBS + "/" + job + "/download";
        Map<String, Supplier<Response>> all = new TreeMap<>();
        all.put("ACCESS_DENIED", () -> invited("denied").status(job));
        all.put("ACCOUNT_DISABLED", () -> {
            root.json(Map.of("is_active", false)).patch(ADMIN + id(invited("disabled")));
            return login("disabled", PASSWORD);
        });
        all.put("ADMIN_EXISTS", () -> firstAdmin("same-origin"));
        all.put("ADMIN_REQUIRED", () -> alice.request().get(USERS + "/admin/users"));
        all.put("AMBIGUOUS_TOKEN_PREFIX", () -> {
            Client client = invited("ambiguous");
            String first = token(client, "first").path("token");
            String second = token(client, "second").path("token");
            change(second, record -> record.replace(second.substring(0, 12), first.substring(0, 12)));
            return client.request().delete(TOKENS + "/" + first.substring(0, 12));
        });
        all.put("AUTHENTICATION_DISABLED", () -> Client.nobody(simple).request().get(USERS + "/me"));
        all.put("BODY_TOO_LARGE", () -> alice.json(Map.of("prompt", "a".repeat(2_000_000)))
                .post(SUBMIT));
        all.put("BUDGET_EXCEEDED", () -> {
            Map<String, Object> small = Map.of("token_name", "small", "expires_in_days", 1, "gpu_seconds_per_day", 1);
            String token = invited("thrifty").json(small).post(TOKENS).path("token");
            return new Client(meshgate.url(), token)
                    .json(Map.of("prompt", "a hall"))
                    .post(SUBMIT);
        });
        all.put("DELIVERY_NOT_FOUND", () -> {
            Client client = invited("impatient");
            return client.request().post(webhook(client) + "/deliveries/nothing/retry");
        });
        all.put("DISK_FULL", () -> {
            assumeTrue(
                    directory.toFile().getUsableSpace() < 1L << 40, "a disk that is larger than what can be reserved");
            return upload(Client.nobody(simple));
        });
        all.put("EMAIL_TAKEN", () -> register("another", "ALICE@example.com", invite()));
        all.put("FILE_ACCESS_DENIED", () -> {
            String file = upload(invited("uploader")).path("file_id");
            return alice.request().get(UPLOAD + "metadata/" + file);
        });
        all.put("FILE_NOT_FOUND", () -> alice.request().get(UPLOAD + "metadata/nothing"));
        all.put("FILE_TOO_LARGE_FOR_BASE64", () -> alice.request().get(result + "?format=base64"));
        all.put("IDEMPOTENCY_KEY_REUSED", () -> {
            Client client = invited("repeater");
            client.json(Map.of("prompt", "one")).header("Idempotency-Key", "k").post(SUBMIT);
            return client.json(Map.of("prompt", "two"))
                    .header("Idempotency-Key", "k")
                    .post(SUBMIT);
        });
        all.put("INSUFFICIENT_SCOPE", () -> {
            String reader = alice.json(Map.of("token_name", "reader", "scopes", Set.of("jobs:read")))
                    .post(TOKENS)
                    .path("token");
            return new Client(meshgate.url(), reader)
                    .json(Map.of("prompt", "x"))
                    .post(SUBMIT);
        });
        all.put("INVALID_CREDENTIALS", () -> login("alice", "wrong password"));
        all.put("INVALID_CURRENT_PASSWORD", () -> alice.json(
                        Map.of("old_password", "wrong password", "new_password", "another one"))
                .put(USERS + "/me/password"));
        all.put(
                "INVALID_TOKEN",
                () -> new Client(meshgate.url(), Api.UNKNOWN_TOKEN).request().get(USERS + "/me"));
        all.put("INVITE_NOT_FOUND", () -> root.request().delete(USERS + "/admin/invites/nothing"));
        all.put("INVITE_REQUIRED", () -> register("uninvited", "uninvited@example.com", "a guess"));
        all.put("JOB_FINISHED", () -> alice.request().post(JOBS + "/" + job + "/cancel"));
        all.put("JOB_NOT_COMPLETED", () -> {
            Client client = invited("hasty");
            return client.request().get(JOBS + "/" + client.submit("x") + "/download");
        });
        all.put("JOB_NOT_FOUND", () -> alice.status("nothing"));
        all.put("LAST_ADMIN", () -> root.json(Map.of("role", "user")).patch(ADMIN + id(root)));
        all.put("LEASE_LOST", () -> {
            Attempt attempt = attempt("lost");
            return attempt.worker()
                    .request()
                    .body(UploadSamples.glb(64))
                    .put(attempt.file("a.glb").replace("lease=1-", "lease=2-"));
        });
        all.put("FILE_EXISTS", () -> {
            Attempt attempt = attempt("twice");
            attempt.worker().request().body(UploadSamples.glb(64)).put(attempt.file("a.glb"));
            return attempt.worker().request().body(UploadSamples.glb(68)).put(attempt.file("a.glb"));
        });
        all.put("TOO_MANY_FILES", () -> {
            Attempt attempt = attempt("many");
            for (int i = 0; i < 64; i++) {
                attempt.worker().request().body("{}").put(attempt.file(i + ".json"));
            }
            return attempt.worker().request().body("{}").put(attempt.file("64.json"));
        });
        all.put("WORKER_NOT_FOUND", () -> root.json("{}").post("/api/v1/system/workers/nothing/drain"));
        all.put("RESET_LINK_INVALID", () -> {
            String code = root.request()
                    .post(ADMIN + id(invited("forgetful")) + "/reset-link")
                    .path("reset_code");
            Map<String, String> reset = Map.of("code", code, "new_password", "another one");
            nobody().json(reset).post(USERS + "/reset").then().statusCode(200);
            return nobody().json(reset).post(USERS + "/reset");
        });
        all.put("SERVICE_ACCOUNT", () -> {
            String service = root.json(Map.of("name", "gpu-1"))
                    .post(USERS + "/admin/service-accounts")
                    .path("user.user_id");
            return root.json(Map.of("role", "admin")).patch(ADMIN + service);
        });
        all.put("LOCAL_ONLY", () -> firstAdmin("cross-site"));
        all.put("LINK_INVALID", () -> given().urlEncodingEnabled(false)
                .get(alice.status(job).<String>path("result.mesh_url").replace("exp=", "exp=1")));
        all.put("LOGIN_THROTTLED", () -> {
            login("guessed", "one guess");
            login("guessed", "two guesses");
            return login("guessed", "three guesses");
        });
        all.put("MALFORMED_BODY", () -> nobody().json("{").post(USERS + "/login"));
        all.put("METHOD_NOT_ALLOWED", () -> alice.request().put(SUBMIT));
        all.put(
                "MISDIRECTED_REQUEST",
                () -> alice.request().header("Host", "evil.example").get(USERS + "/me"));
        all.put("FEATURE_NOT_FOUND", () -> alice.request().get("/api/v1/system/models?feature=nothing"));
        all.put("MODEL_NOT_FOUND", () -> alice.request().get("/api/v1/system/models/nothing/parameters"));
        all.put("NETWORK_NOT_ALLOWED", () -> {
            String remote = alice.json(Map.of("token_name", "remote", "allowed_networks", List.of("192.0.2.0/24")))
                    .post(TOKENS)
                    .path("token");
            return new Client(meshgate.url(), remote).request().get(USERS + "/me");
        });
        all.put("NOT_ACCEPTABLE", () -> alice.request().accept("image/png").get(USERS + "/me"));
        all.put("NOT_FOUND", () -> alice.request().get("/api/v1/nothing"));
        all.put("ORIGIN_NOT_ALLOWED", () -> Client.nobody(simple)
                .request()
                .header("Origin", "https://evil.example")
                .get("/health"));
        all.put("OWN_PASSWORD", () -> root.json(Map.of("new_password", "another one"))
                .post(ADMIN + id(root) + "/password"));
        RequestSpecification other = alice.request().header("If-Match", "\"other\"");
        all.put("PRECONDITION_FAILED", () -> other.get(result));
        RequestSpecification beyond = alice.request().header("Range", "bytes=2000-");
        all.put("RANGE_NOT_SATISFIABLE", () -> beyond.get(result));
        all.put("RATE_LIMITED", () -> {
            RequestSpecification request = invited("hurried").request();
            return Stream.generate(() -> request.get(USERS + "/me"))
                    .limit(1000)
                    .filter(answer -> answer.statusCode() != 200)
                    .findFirst()
                    .orElseThrow();
        });
        all.put("SELF_DELETION", () -> root.request().delete(ADMIN + id(root)));
        all.put("STORAGE_UNAVAILABLE", () -> new Client(withoutRedis.url(), Api.UNKNOWN_TOKEN)
                .request()
                .get(USERS + "/me"));
        all.put("TOKEN_ALREADY_ROTATED", () -> {
            Client client = invited("rotator");
            String url = TOKENS + "/" + token(client, "old").path("token_info.id") + "/rotate";
            client.json(Map.of("grace_seconds", 60)).post(url).then().statusCode(200);
            return client.json(Map.of("grace_seconds", 60)).post(url);
        });
        all.put("TOKEN_EXPIRED", () -> {
            String old = token(invited("late"), "old").path("token");
            change(old, record -> record.replaceFirst("\"expires_at\":\"\\d{4}", "\"expires_at\":\"2001"));
            return new Client(meshgate.url(), old).request().get(USERS + "/me");
        });
        all.put("TOKEN_NOT_FOUND", () -> alice.request().delete(TOKENS + "/tok_0000000000000000"));
        all.put("TOKEN_REQUIRED", () -> nobody().request().get(USERS + "/me"));
        all.put("TOO_MANY_JOBS", () -> {
            Client client = invited("busy");
            client.submit("one");
            return client.json(Map.of("prompt", "two")).post(SUBMIT);
        });
        all.put("TOO_MANY_TOKENS", () -> {
            Client client = invited("collector");
            Set.of("one", "two", "three")
                    .forEach(name -> token(client, name).then().statusCode(200));
            return token(client, "four");
        });
        all.put("TOO_MANY_WEBHOOKS", () -> {
            Client client = invited("listener");
            return Stream.generate(() -> client.json(WEBHOOK).post(WEBHOOKS))
                    .limit(100)
                    .filter(answer -> answer.statusCode() != 200)
                    .findFirst()
                    .orElseThrow();
        });
        all.put("UNSUPPORTED_MEDIA_TYPE", () -> nobody().request()
                .contentType("text/plain")
                .body("username=alice")
                .post(USERS + "/login"));
        all.put("UPLOAD_QUOTA_EXCEEDED", () -> {
            Client client = invited("hoarder");
            upload(client).then().statusCode(200);
            return upload(client);
        });
        all.put("USERNAME_TAKEN", () -> register("ALICE", "another@example.com", invite()));
        all.put("USER_NOT_FOUND", () -> root.request().get(ADMIN + "user_0000000000000000"));
        all.put("VALIDATION_FAILED", () -> nobody().json(Map.of("username", "x", "email", "no secret"))
                .post(USERS + "/register"));
        all.put("WEBHOOK_DISABLED", () -> {
            Client client = invited("quiet");
            String webhook = webhook(client);
            client.json(Map.of("enabled", false)).patch(webhook).then().statusCode(200);
            return client.request().post(webhook + "/test");
        });
        all.put("WEBHOOK_NOT_FOUND", () -> alice.request().get(WEBHOOKS + "/nothing"));
        all.put("WEBHOOK_QUEUE_FULL", () -> {
            Client client = invited("flooded");
            String webhook = webhook(client);
            String queue = "3daigc:webhook:due:" + webhook.substring(webhook.lastIndexOf('/') + 1);
            for (int i = 0; i < 1000; i++) {
                data.send("ZADD", queue, "9000000000000", "msg_" + i);
            }
            return client.request().post(webhook + "/test");
        });
        return all;
    }

    /** The path of a new webhook, to which nothing is delivered. */
    private static String webhook(Client client) {
        return WEBHOOKS + "/" + client.json(WEBHOOK).post(WEBHOOKS).path("webhook.webhook_id");
    }

    private Client invited(String name) {
        Response registered = Client.nobody(meshgate)
                .json(Map.of(
                        "username",
                        name,
                        "email",
                        name + "@example.com",
                        "password",
                        PASSWORD,
                        "invite_code",
                        invite()))
                .post(USERS + "/register");
        registered.then().statusCode(200);
        return new Client(meshgate.url(), registered.path("token"));
    }

    private String invite() {
        return root.json("{}").post(USERS + "/admin/invites").path("invite_code");
    }

    private static String id(Client client) {
        return client.request().get(USERS + "/me").path("user.user_id");
    }

    private static Response token(Client client, String name) {
        return client.json(Map.of("token_name", name, "expires_in_days", 1)).post(TOKENS);
    }

    private static Response upload(Client client) {
        return client.request()
                .multiPart("file", "cat.png", UploadSamples.png(16, 16))
                .post(UPLOAD + "image");
    }

    private Response register(String name, String email, String invite) {
        return nobody().json(Map.of("username", name, "email", email, "password", PASSWORD, "invite_code", invite))
                .post(USERS + "/register");
    }

    private Response login(String name, String password) {
        return nobody().json(Map.of("username", name, "password", password)).post(USERS + "/login");
    }

    /** @param site what a browser says of the page that asks */
    private Response firstAdmin(String site) {
        return nobody().json(Map.of("username", "first", "email", "first@example.com", "password", PASSWORD))
                .header("Sec-Fetch-Site", site)
                .post(USERS + "/first-admin");
    }

    private Client nobody() {
        return Client.nobody(meshgate);
    }

    /** A job that a worker has claimed. */
    private record Attempt(Client worker, String job, String lease) {

        String file(String name) {
            return "/api/v1/worker/jobs/" + job + "/files/" + name + "?lease=" + lease;
        }
    }

    private Attempt attempt(String name) {
        invited(name).submit("a cat");
        String token = root.json(Map.of("name", "gpu-" + name))
                .post(USERS + "/admin/service-accounts")
                .path("token");
        Client client = new Client(meshgate.url(), token);
        Response claim = client.json(
                        Map.of("worker_id", name, "features", List.of("text_to_textured_mesh"), "slots", 1))
                .post("/api/v1/worker/claim");
        return new Attempt(client, claim.path("jobs[0].job_id"), claim.path("jobs[0].lease"));
    }

    private void change(String token, UnaryOperator<String> change) {
        String key = "3daigc:token:" + Api.sha256(token);
        String before = data.send("GET", key).toString();
        assertThat(change.apply(before)).isNotEqualTo(before);
        data.send("SET", key, change.apply(before));
    }
}
