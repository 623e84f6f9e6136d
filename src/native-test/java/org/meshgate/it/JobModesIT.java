package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.meshgate.it.Client.HISTORY;
import static org.meshgate.it.Client.JOBS;
import static org.meshgate.it.Client.SUBMIT;
import static org.meshgate.it.Client.USERS;

import io.restassured.response.Response;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Jobs under other settings: without a worker, without accounts, without any setting at all. */
class JobModesIT {

    private static final String PASSWORD = "mypassword";
    private static final String GUARD = "Idempotency-Key";

    @TempDir
    Path directory;

    static boolean isNative() {
        return Meshgate.isNative();
    }

    @Test
    void whereNobodyWorksJobsWaitAndCanBeCancelled() {
        try (RealRedis redis = new RealRedis();
                Meshgate meshgate = Meshgate.serve(
                        directory, Map.of("P3D_REDIS_URL", redis.url(), "P3D_JOBS__MAX_QUEUED_PER_USER", "2"))) {
            Client user = Client.user(meshgate, "alice", PASSWORD);
            // Given two jobs, one of which was sent twice
            String first = user.submit("a cat");
            Map<String, String> body = Map.of("text_prompt", "a dog");
            String route = SUBMIT + "/text-to-textured-mesh";
            Response second = user.json(body).header(GUARD, "once").post(route);
            second.then().statusCode(200).body("queue_position", equalTo(2));
            String again = user.json(body).header(GUARD, "once").post(route).path("job_id");
            assertThat(again).isEqualTo(second.path("job_id"));
            user.json(Map.of("text_prompt", "a cow"))
                    .header(GUARD, "once")
                    .post(route)
                    .then()
                    .statusCode(422)
                    .body("error", equalTo("IDEMPOTENCY_KEY_REUSED"));
            // Then they wait, no more are taken, and there is no file yet
            user.status(again)
                    .then()
                    .body("status", equalTo("queued"))
                    .body("queue_position", equalTo(2))
                    .body("progress", equalTo(0f));
            user.json(body)
                    .post(route)
                    .then()
                    .statusCode(429)
                    .header("Retry-After", notNullValue())
                    .body("error", equalTo("TOO_MANY_JOBS"));
            user.request()
                    .get(JOBS + "/" + first + "/download")
                    .then()
                    .statusCode(409)
                    .body("detail", equalTo("Job is not completed yet. Current status: queued"));
            user.request().get(JOBS + "/" + first + "/info").then().body("has_result", equalTo(false));
            // When the first is cancelled
            user.request()
                    .post(JOBS + "/" + first + "/cancel")
                    .then()
                    .statusCode(200)
                    .body("job_id", equalTo(first))
                    .body("status", equalTo("cancelled"))
                    .body("message", equalTo("Job cancelled"));
            // Then it is out of the queue
            user.status(again).then().body("queue_position", equalTo(1));
            user.request().get(HISTORY + "?status=cancelled").then().body("jobs.job_id", contains(first));
            user.request()
                    .get(JOBS + "/queue/stats")
                    .then()
                    .body("data.pending_jobs", equalTo(1))
                    .body("data.cancelled_jobs", equalTo(1));
            // And the history goes on where a part of it ended
            String cursor = user.request().get(HISTORY + "?limit=1").path("pagination.next_cursor");
            user.request()
                    .queryParam("cursor", cursor)
                    .get(HISTORY)
                    .then()
                    .statusCode(200)
                    .body("jobs", hasSize(1))
                    .body("pagination.has_more", equalTo(false));
        }
    }

    @Test
    void modesCanBeSwitchedAndNothingIsLost() {
        try (RealRedis redis = new RealRedis()) {
            Map<String, String> settings = Map.of(
                    "P3D_REDIS_URL",
                    redis.url(),
                    "P3D_WORKER__SAMPLE",
                    "true",
                    "P3D_STORAGE__OUTPUTS",
                    directory.resolve("results").toString());
            // Given jobs of two users
            String alicesJob;
            String bobsJob;
            try (Meshgate meshgate = Meshgate.serve(directory, settings)) {
                alicesJob = Client.user(meshgate, "alice", PASSWORD).finishedJob("a cat");
                bobsJob = Client.user(meshgate, "bob", PASSWORD).finishedJob("a dog");
            }
            // When accounts are off, then everybody sees and reaches everything
            String nobodysJob;
            try (Meshgate meshgate = Meshgate.serve(directory, settings, "--user-auth=false")) {
                Client anyone = Client.nobody(meshgate);
                nobodysJob = anyone.finishedJob("a bird");
                anyone.request()
                        .get(HISTORY)
                        .then()
                        .statusCode(200)
                        .body("jobs.job_id", containsInAnyOrder(alicesJob, bobsJob, nobodysJob));
                Client.assertGlb(anyone.request()
                        .get(JOBS + "/" + alicesJob + "/download")
                        .asByteArray());
                anyone.request()
                        .get(USERS + "/me")
                        .then()
                        .statusCode(503)
                        .body("error", equalTo("AUTHENTICATION_DISABLED"));
            }
            // And when they are on again, each sees their own, and what nobody owns is the administrators'
            try (Meshgate meshgate = Meshgate.serve(directory, settings)) {
                Client alice = Client.login(meshgate, "alice", PASSWORD);
                Client admin = Client.admin(meshgate, directory, redis, "admin", "admin_password");
                alice.request().get(HISTORY).then().statusCode(200).body("jobs.job_id", contains(alicesJob));
                alice.status(nobodysJob).then().statusCode(403);
                alice.status(bobsJob).then().statusCode(403);
                Client.assertGlb(alice.request()
                        .get(JOBS + "/" + alicesJob + "/download")
                        .asByteArray());
                admin.request()
                        .get(HISTORY)
                        .then()
                        .body("jobs.job_id", containsInAnyOrder(alicesJob, bobsJob, nobodysJob));
            }
        }
    }

    @Test
    @DisabledIf(value = "isNative", disabledReason = "the native executable carries no Redis")
    void withoutAnySettingTheSampleWorkerWorks() {
        try (Meshgate meshgate = Meshgate.serve(directory, Map.of())) {
            Client user = Client.user(meshgate, "alice", PASSWORD);
            String job = user.finishedJob("a 3d cat model");
            Client.assertGlb(user.request().get(JOBS + "/" + job + "/download").asByteArray());
            assertThat(directory.resolve("outputs/meshes/sample_" + job + ".glb"))
                    .isRegularFile();
        }
    }
}
