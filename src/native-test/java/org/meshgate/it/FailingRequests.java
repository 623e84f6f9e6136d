package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.meshgate.it.Client.JOBS;
import static org.meshgate.it.Client.SUBMIT;
import static org.meshgate.it.Client.USERS;
import static org.meshgate.it.GivenAccounts.PASSWORD;
import static org.meshgate.it.GivenAccounts.TOKENS;

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
    private final GivenAccounts accounts;
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
        this.accounts = new GivenAccounts(meshgate, root);
        alice = accounts.invited("alice");
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
        all.put("ACCESS_DENIED", () -> accounts.invited("denied").status(job));
        all.put("ACCOUNT_DISABLED", () -> {
            root.json(Map.of("is_active", false)).patch(ADMIN + GivenAccounts.id(accounts.invited("disabled")));
            return accounts.login("disabled", PASSWORD);
        });
        all.put("ADMIN_EXISTS", () -> accounts.firstAdmin("same-origin"));
        all.put("ADMIN_REQUIRED", () -> alice.request().get(USERS + "/admin/users"));
        all.put("AMBIGUOUS_TOKEN_PREFIX", () -> {
            Client client = accounts.invited("ambiguous");
            String first = GivenAccounts.token(client, "first").path("token");
            String second = GivenAccounts.token(client, "second").path("token");
            change(second, record -> record.replace(second.substring(0, 12), first.substring(0, 12)));
            return client.request().delete(TOKENS + "/" + first.substring(0, 12));
        });
        all.put("AUTHENTICATION_DISABLED", () -> Client.nobody(simple).request().get(USERS + "/me"));
        all.put("BODY_TOO_LARGE", () -> alice.json(Map.of("prompt", "a".repeat(2_000_000)))
                .post(SUBMIT));
        all.put("BUDGET_EXCEEDED", () -> {
            Map<String, Object> small = Map.of("token_name", "small", "expires_in_days", 1, "gpu_seconds_per_day", 1);
            String token = accounts.invited("thrifty").json(small).post(TOKENS).path("token");
            return new Client(meshgate.url(), token)
                    .json(Map.of("prompt", "a hall"))
                    .post(SUBMIT);
        });
        all.put("DELIVERY_NOT_FOUND", () -> {
            Client client = accounts.invited("impatient");
            return client.request().post(webhook(client) + "/deliveries/nothing/retry");
        });
        all.put("DISK_FULL", () -> {
            assumeTrue(
                    directory.toFile().getUsableSpace() < 1L << 40, "a disk that is larger than what can be reserved");
            return upload(Client.nobody(simple));
        });
        all.put("EMAIL_TAKEN", () -> accounts.register("another", "ALICE@example.com", accounts.invite()));
        all.put("FILE_ACCESS_DENIED", () -> {
            String file = upload(accounts.invited("uploader")).path("file_id");
            return alice.request().get(UPLOAD + "metadata/" + file);
        });
        all.put("FILE_NOT_FOUND", () -> alice.request().get(UPLOAD + "metadata/nothing"));
        all.put("FILE_TOO_LARGE_FOR_BASE64", () -> alice.request().get(result + "?format=base64"));
        all.put("IDEMPOTENCY_KEY_REUSED", () -> {
            Client client = accounts.invited("repeater");
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
        all.put("INVALID_CREDENTIALS", () -> accounts.login("alice", "wrong password"));
        all.put("INVALID_CURRENT_PASSWORD", () -> alice.json(
                        Map.of("old_password", "wrong password", "new_password", "another one"))
                .put(USERS + "/me/password"));
        all.put(
                "INVALID_TOKEN",
                () -> new Client(meshgate.url(), Api.UNKNOWN_TOKEN).request().get(USERS + "/me"));
        all.put("INVITE_NOT_FOUND", () -> root.request().delete(USERS + "/admin/invites/nothing"));
        all.put("INVITE_REQUIRED", () -> accounts.register("uninvited", "uninvited@example.com", "a guess"));
        all.put("JOB_FINISHED", () -> alice.request().post(JOBS + "/" + job + "/cancel"));
        all.put("JOB_NOT_COMPLETED", () -> {
            Client client = accounts.invited("hasty");
            return client.request().get(JOBS + "/" + client.submit("x") + "/download");
        });
        all.put("JOB_NOT_FOUND", () -> alice.status("nothing"));
        all.put("LAST_ADMIN", () -> root.json(Map.of("role", "user")).patch(ADMIN + GivenAccounts.id(root)));
        all.put("LEASE_LOST", () -> {
            GivenAccounts.Attempt attempt = accounts.attempt("lost");
            return attempt.worker()
                    .request()
                    .body(UploadSamples.glb(64))
                    .put(attempt.file("a.glb").replace("lease=1-", "lease=2-"));
        });
        all.put("FILE_EXISTS", () -> {
            GivenAccounts.Attempt attempt = accounts.attempt("twice");
            attempt.worker().request().body(UploadSamples.glb(64)).put(attempt.file("a.glb"));
            return attempt.worker().request().body(UploadSamples.glb(68)).put(attempt.file("a.glb"));
        });
        all.put("TOO_MANY_FILES", () -> {
            GivenAccounts.Attempt attempt = accounts.attempt("many");
            for (int i = 0; i < 64; i++) {
                attempt.worker().request().body("{}").put(attempt.file(i + ".json"));
            }
            return attempt.worker().request().body("{}").put(attempt.file("64.json"));
        });
        all.put("WORKER_NOT_FOUND", () -> root.json("{}").post("/api/v1/system/workers/nothing/drain"));
        all.put("RESET_LINK_INVALID", () -> {
            String code = root.request()
                    .post(ADMIN + GivenAccounts.id(accounts.invited("forgetful")) + "/reset-link")
                    .path("reset_code");
            Map<String, String> reset = Map.of("code", code, "new_password", "another one");
            accounts.nobody().json(reset).post(USERS + "/reset").then().statusCode(200);
            return accounts.nobody().json(reset).post(USERS + "/reset");
        });
        all.put("SERVICE_ACCOUNT", () -> {
            String service = root.json(Map.of("name", "gpu-1"))
                    .post(USERS + "/admin/service-accounts")
                    .path("user.user_id");
            return root.json(Map.of("role", "admin")).patch(ADMIN + service);
        });
        all.put("LOCAL_ONLY", () -> accounts.firstAdmin("cross-site"));
        all.put("LINK_INVALID", () -> given().urlEncodingEnabled(false)
                .get(alice.status(job).<String>path("result.mesh_url").replace("exp=", "exp=1")));
        all.put("LOGIN_THROTTLED", () -> {
            accounts.login("guessed", "one guess");
            accounts.login("guessed", "two guesses");
            return accounts.login("guessed", "three guesses");
        });
        all.put("MALFORMED_BODY", () -> accounts.nobody().json("{").post(USERS + "/login"));
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
                .post(ADMIN + GivenAccounts.id(root) + "/password"));
        RequestSpecification other = alice.request().header("If-Match", "\"other\"");
        all.put("PRECONDITION_FAILED", () -> other.get(result));
        RequestSpecification beyond = alice.request().header("Range", "bytes=2000-");
        all.put("RANGE_NOT_SATISFIABLE", () -> beyond.get(result));
        all.put("RATE_LIMITED", () -> {
            RequestSpecification request = accounts.invited("hurried").request();
            return Stream.generate(() -> request.get(USERS + "/me"))
                    .limit(1000)
                    .filter(answer -> answer.statusCode() != 200)
                    .findFirst()
                    .orElseThrow();
        });
        all.put("SELF_DELETION", () -> root.request().delete(ADMIN + GivenAccounts.id(root)));
        all.put("STORAGE_UNAVAILABLE", () -> new Client(withoutRedis.url(), Api.UNKNOWN_TOKEN)
                .request()
                .get(USERS + "/me"));
        all.put("TOKEN_ALREADY_ROTATED", () -> {
            Client client = accounts.invited("rotator");
            String url = TOKENS + "/" + GivenAccounts.token(client, "old").path("token_info.id") + "/rotate";
            client.json(Map.of("grace_seconds", 60)).post(url).then().statusCode(200);
            return client.json(Map.of("grace_seconds", 60)).post(url);
        });
        all.put("TOKEN_EXPIRED", () -> {
            String old = GivenAccounts.token(accounts.invited("late"), "old").path("token");
            change(old, record -> record.replaceFirst("\"expires_at\":\"\\d{4}", "\"expires_at\":\"2001"));
            return new Client(meshgate.url(), old).request().get(USERS + "/me");
        });
        all.put("TOKEN_NOT_FOUND", () -> alice.request().delete(TOKENS + "/tok_0000000000000000"));
        all.put("TOKEN_REQUIRED", () -> accounts.nobody().request().get(USERS + "/me"));
        all.put("TOO_MANY_JOBS", () -> {
            Client client = accounts.invited("busy");
            client.submit("one");
            return client.json(Map.of("prompt", "two")).post(SUBMIT);
        });
        all.put("TOO_MANY_TOKENS", () -> {
            Client client = accounts.invited("collector");
            Set.of("one", "two", "three")
                    .forEach(name -> GivenAccounts.token(client, name).then().statusCode(200));
            return GivenAccounts.token(client, "four");
        });
        all.put("TOO_MANY_WEBHOOKS", () -> {
            Client client = accounts.invited("listener");
            return Stream.generate(() -> client.json(WEBHOOK).post(WEBHOOKS))
                    .limit(100)
                    .filter(answer -> answer.statusCode() != 200)
                    .findFirst()
                    .orElseThrow();
        });
        all.put("UNSUPPORTED_MEDIA_TYPE", () -> accounts.nobody()
                .request()
                .contentType("text/plain")
                .body("username=alice")
                .post(USERS + "/login"));
        all.put("UPLOAD_QUOTA_EXCEEDED", () -> {
            Client client = accounts.invited("hoarder");
            upload(client).then().statusCode(200);
            return upload(client);
        });
        all.put("USERNAME_TAKEN", () -> accounts.register("ALICE", "another@example.com", accounts.invite()));
        all.put("USER_NOT_FOUND", () -> root.request().get(ADMIN + "user_0000000000000000"));
        all.put("VALIDATION_FAILED", () -> accounts.nobody()
                .json(Map.of("username", "x", "email", "no secret"))
                .post(USERS + "/register"));
        all.put("WEBHOOK_DISABLED", () -> {
            Client client = accounts.invited("quiet");
            String webhook = webhook(client);
            client.json(Map.of("enabled", false)).patch(webhook).then().statusCode(200);
            return client.request().post(webhook + "/test");
        });
        all.put("WEBHOOK_NOT_FOUND", () -> alice.request().get(WEBHOOKS + "/nothing"));
        all.put("WEBHOOK_QUEUE_FULL", () -> {
            Client client = accounts.invited("flooded");
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

    private static Response upload(Client client) {
        return client.request()
                .multiPart("file", "cat.png", UploadSamples.png(16, 16))
                .post(UPLOAD + "image");
    }

    private void change(String token, UnaryOperator<String> change) {
        String key = "3daigc:token:" + Api.sha256(token);
        String before = data.send("GET", key).toString();
        assertThat(change.apply(before)).isNotEqualTo(before);
        data.send("SET", key, change.apply(before));
    }
}
