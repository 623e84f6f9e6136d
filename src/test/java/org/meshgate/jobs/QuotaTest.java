package org.meshgate.jobs;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Jobs.STATS;
import static org.meshgate.testing.Jobs.SUBMIT;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** How many jobs may wait. Also the only place where foreign jobs are hidden. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SmallLimits.class)
class QuotaTest {

    @Test
    void limitsQueuedJobsPerUserAndInTotal() {
        // Given two jobs of each of two users
        Account alice = Api.register();
        Account bob = Api.register();
        String first = Jobs.submit(alice);
        Jobs.submit(alice);
        // Then the next of the same user is too many
        assertProblem(submit(alice), 429, "TOO_MANY_JOBS", containsString("You have 2 jobs waiting"))
                .header("Retry-After", equalTo("30"))
                .header("RateLimit-Policy", equalTo("\"waiting-jobs\";q=2"))
                .header("RateLimit", equalTo("\"waiting-jobs\";r=0;t=30"));
        // And of others there is room until the queue is full
        Jobs.submit(bob);
        Jobs.submit(bob);
        Jobs.submit(Api.register());
        assertProblem(submit(Api.register()), 429, "TOO_MANY_JOBS", containsString("The queue is full"));
        as(bob).get(STATS)
                .then()
                .body("data.pending_jobs", equalTo(5))
                .body("data.max_queue_size", equalTo(5))
                .body("data.queue_utilization", equalTo(1.0f));
        // And a cancelled job makes room
        as(alice).post(Jobs.job(first) + "/cancel").then().statusCode(200);
        submit(alice).then().statusCode(200);
        // And foreign jobs are not even there
        assertProblem(Jobs.status(bob, first), 404, "JOB_NOT_FOUND", "Job not found");
    }

    private static Response submit(Account caller) {
        return as(caller)
                .contentType("application/json")
                .body(Map.of("prompt", "x"))
                .post(SUBMIT);
    }
}
