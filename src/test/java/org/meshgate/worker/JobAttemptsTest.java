package org.meshgate.worker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Workers.TEXTURED;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.dispatch.JobDispatcher;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.Workers;
import org.meshgate.testing.Workers.Lease;
import org.meshgate.testing.Workers.Worker;

/** What administrators read of the attempts of a job. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobAttemptsTest {

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    JobDispatcher dispatcher;

    private Account admin;
    private Account alice;
    private Worker worker;

    @BeforeEach
    void aWorkerAndAnEmptyQueue() {
        redis.clearQueue();
        admin = accounts.createAdmin();
        alice = Api.register();
        worker = Workers.create(admin);
    }

    private static Response attempts(RequestSpecification caller, String id) {
        return caller.get(Jobs.job(id) + "/attempts");
    }

    private void fail(Lease lease, boolean retryable, String log) {
        worker.request()
                .contentType(ContentType.JSON)
                .body(Map.of("lease", lease.lease(), "error", "no", "retryable", retryable, "log_tail", log))
                .post(lease.path() + "/fail")
                .then()
                .statusCode(200);
    }

    @Test
    void anAdministratorReadsTheLogOfAFailedAttempt() {
        // Given
        String id = Jobs.submit(alice);
        Lease lease = worker.claimOne(TEXTURED);
        // When
        fail(lease, false, "step 1\nCUDA out of memory\n");
        // Then
        Response answer = attempts(as(admin), id);
        answer.then()
                .statusCode(200)
                .body("job_id", equalTo(id))
                .body("attempt", equalTo(1))
                .body("failures", equalTo(1))
                .body("worker_id", equalTo(worker.id()))
                .body("model", equalTo(Jobs.status(alice, id).path("model_id")))
                .body("outcome", equalTo("failed"))
                .body("log_tail", equalTo("step 1\nCUDA out of memory\n"));
        assertThat(Instant.parse(answer.path("started_at")))
                .isEqualTo(Instant.ofEpochMilli(Long.parseLong(redis.hashField("claim:" + id, "since"))));
    }

    @Test
    void secretsInALogAreHiddenAndTheLinesAroundThemStay() {
        String id = Jobs.submit(alice);
        fail(worker.claimOne(TEXTURED), true, "50%\ntoken " + worker.token() + "\np3d%5F" + "0".repeat(40) + "\nend");
        attempts(as(admin), id).then().body("log_tail", equalTo("50%\ntoken [hidden]\n[hidden]\nend"));
    }

    @Test
    void aRetryHasTheNumbersOfBothAttempts() {
        // Given
        String id = Jobs.submit(alice);
        fail(worker.claimOne(TEXTURED), true, "first");
        attempts(as(admin), id).then().body("failures", equalTo(1)).body("outcome", equalTo("queued"));
        redis.send(Command.ZADD, "3daigc:queue:delayed", "1", id);
        // When
        dispatcher.step().await().atMost(Duration.ofSeconds(10));
        Lease again = worker.claimOne(TEXTURED);
        // Then: until it ends, the log is that of the failure before it
        Response running = attempts(as(admin), id);
        running.then().body("attempt", equalTo(2)).body("failures", equalTo(1)).body("log_tail", equalTo("first"));
        assertThat(running.jsonPath().getMap("")).doesNotContainKey("outcome");
        // And a failure without a log does not show that of another
        worker.fail(again, "no", false).then().statusCode(200);
        Response failed = attempts(as(admin), id);
        failed.then().body("attempt", equalTo(2)).body("failures", equalTo(2)).body("outcome", equalTo("failed"));
        assertThat(failed.jsonPath().getMap("")).doesNotContainKey("log_tail");
    }

    @Test
    void aJobThatNoWorkerHasClaimedHasNumbersAlone() {
        String id = Jobs.submit(alice);
        Response answer = attempts(as(admin), id);
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().<String, Object>getMap(""))
                .isEqualTo(Map.of("job_id", id, "attempt", 0, "failures", 0));
    }

    @Test
    void othersAreRefusedAndAnUnknownJobIsNotFound() {
        String id = Jobs.submit(alice);
        assertProblem(attempts(given(), id), 401, "TOKEN_REQUIRED", containsString("Authorization header is missing"));
        assertProblem(attempts(as(Api.UNKNOWN_TOKEN), id), 401, "INVALID_TOKEN", "Invalid token");
        assertProblem(attempts(as(alice), id), 403, "ADMIN_REQUIRED", "Admin access required");
        assertProblem(attempts(as(Api.register()), id), 403, "ADMIN_REQUIRED", "Admin access required");
        assertProblem(attempts(worker.request(), id), 403, "ADMIN_REQUIRED", "Admin access required");
        for (String unknown : new String[] {"job_unknown", "j".repeat(200)}) {
            assertProblem(attempts(as(admin), unknown), 404, "JOB_NOT_FOUND", containsString("not found"));
        }
    }
}
