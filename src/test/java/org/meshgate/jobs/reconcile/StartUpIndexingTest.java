package org.meshgate.jobs.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Jobs.HISTORY;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** The first walk through many jobs that no index knows, step by step: requests are answered all the while. */
@QuarkusTest
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
@TestProfile(NoBackgroundWork.class)
class StartUpIndexingTest {

    /** More than the hurried walk looks at in one round. */
    private static final int MANY = 25_000;

    private static final String MADE = "for i = 1, %d do local id = string.format('old-%%05d', i)"
            + " redis.call('HSET', '3daigc:jobs', id, '{\"job_id\": \"' .. id .. '\", \"status\": \"completed\","
            + " \"created_at\": \"2026-01-01T00:00:00-05:00\", \"user_id\": \"%s\"}') end";

    @Inject
    Reconciler reconciler;

    @Inject
    RedisView redis;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @Test
    void servesWhileIndexingAndReportsProgress() {
        // Given
        Account alice = Api.register();
        redis.send(Command.EVAL, MADE.formatted(MANY, alice.userId()), "0");
        // When the first of several rounds is done
        step();
        // Then it is ready, and says that the walk is not over
        indexes().body("first_walk", equalTo("running")).body("jobs_seen", lessThan(MANY));
        long indexed = total();
        assertThat(indexed).isBetween(5_000L, MANY - 1L);
        // and every job can be read, also one that no index knows yet, and new ones come in
        for (String id : new String[] {"old-00001", "old-12345", "old-25000"}) {
            Jobs.status(alice, id).then().statusCode(200).body("status", equalTo("completed"));
        }
        String fresh = Jobs.submit(alice);
        as(alice)
                .get(HISTORY + "?limit=1")
                .then()
                .body("jobs[0].job_id", equalTo(fresh))
                // and no list claims to be whole
                .body("pagination.total_is_exact", equalTo(false));
        // When it goes on
        for (int round = 0; round < 10 && total() < MANY + 1; round++) {
            step();
        }
        // Then all are there, once
        assertThat(total()).isEqualTo(MANY + 1);
        step();
        indexes().body("first_walk", equalTo("done"));
        as(alice)
                .get(HISTORY + "?status=completed&limit=1")
                .then()
                .body("pagination.total", equalTo(MANY))
                .body("pagination.total_is_exact", equalTo(true));
    }

    private ValidatableResponse indexes() {
        ValidatableResponse answer =
                RestAssured.given().get(ready).then().statusCode(200).body("status", equalTo("UP"));
        return answer.rootPath("checks.find { it.name == 'job indexes' }.data");
    }

    private long total() {
        return redis.send(Command.ZCARD, "3daigc:jobs:created").toLong();
    }

    private void step() {
        reconciler.step().await().atMost(Duration.ofSeconds(30));
    }
}
