package org.meshgate.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** The budgets of settings: 600 GPU seconds a day for all, and 500 a month for each user. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SmallLimits.class)
class ServerBudgetTest {

    @Inject
    RedisView redis;

    @BeforeEach
    @AfterEach
    void nothingIsUsed() {
        redis.send(Command.FLUSHALL);
    }

    @Test
    void budgetsOfTheServerAndOfEachUserHoldTogether() {
        // Given
        Account alice = Api.register();
        Account bob = Api.register();
        takes(400);
        // When
        Jobs.submit(alice);
        // Then she has no more, and others what is left of the server's
        as(alice)
                .get("/api/v1/users/me")
                .then()
                .body("budgets", hasSize(1))
                .body("budgets[0].period", equalTo("month"))
                .body("budgets[0].limit_seconds", equalTo(500))
                .body("budgets[0].warning", equalTo(true));
        Response refused = submit(bob);
        assertProblem(
                        refused,
                        429,
                        "BUDGET_EXCEEDED",
                        "The server's budget of GPU seconds in a day, which all users share, does not suffice for this job.")
                .body("budget.scope", equalTo("server"))
                .body("budget.period", equalTo("day"))
                .body("budget.resets_at", endsWith("T00:00:00Z"))
                // but not how much the others use
                .body("budget.keySet()", hasSize(3))
                .header("RateLimit-Policy", nullValue());
        assertThat(refused.asString()).doesNotContain("400", "600");
        takes(150);
        assertProblem(submit(alice), 429, "BUDGET_EXCEEDED", containsString("user's budget of 500"));
        Jobs.submit(bob);
    }

    private void takes(int seconds) {
        redis.send(Command.HSET, "3daigc:fair:seconds", "text_to_textured_mesh", Integer.toString(seconds));
    }

    private static Response submit(Account caller) {
        return as(caller)
                .contentType("application/json")
                .body(Map.of("prompt", "x"))
                .post(Jobs.SUBMIT);
    }
}
