package org.meshgate.jobs.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Budgets of users: what counts against them, and that they hold. A job is expected to take 60 seconds. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class BudgetsTest {

    private static final String ME = "/api/v1/users/me";

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private Account admin;
    private Account alice;

    @BeforeEach
    void noonOfTheFourteenth() {
        redis.clearQueue(); // with what was learned of the length of jobs
        clock.stop();
        Instant noon = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .plusMonths(1)
                .withDayOfMonth(14)
                .atTime(12, 0)
                .toInstant(ZoneOffset.UTC);
        clock.advance(Duration.between(clock.instant(), noon));
        admin = accounts.createAdmin();
        alice = Api.register();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void submissionThatWouldExceedTheBudgetIsRefused() {
        // Given
        patch("{\"gpu_seconds_per_day\":120}");
        Jobs.submit(alice);
        budgets().body("budgets", hasSize(1)).body("budgets[0].warning", equalTo(false));
        String second = Jobs.submit(alice);
        // Then the third is too much
        assertProblem(
                        submit(alice),
                        429,
                        "BUDGET_EXCEEDED",
                        containsString(
                                "user's budget of 120 GPU seconds in a day does not suffice: 0.000 are used, 120.000"
                                        + " are reserved for jobs that wait or run, and this job is expected to take 60.000."))
                .header("Retry-After", equalTo("43200"))
                .header("RateLimit-Policy", equalTo("\"gpu-seconds\";q=120"))
                .header("RateLimit", equalTo("\"gpu-seconds\";r=0;t=43200"))
                .body("budget.scope", equalTo("user"))
                .body("budget.period", equalTo("day"))
                .body("budget.limit_seconds", equalTo(120))
                .body("budget.used_seconds", equalTo(0.0f))
                .body("budget.reserved_seconds", equalTo(120.0f))
                .body("budget.resets_at", equalTo(midnight().toString()));
        budgets()
                .body("budgets[0].scope", equalTo("user"))
                .body("budgets[0].period", equalTo("day"))
                .body("budgets[0].reserved_seconds", equalTo(120.0f))
                .body("budgets[0].warning", equalTo(true));
        // And the administrator sees the same
        as(admin)
                .get(ADMIN_USERS + "/" + alice.userId())
                .then()
                .body("limits.gpu_seconds_per_day", equalTo(120))
                .body("budgets[0].reserved_seconds", equalTo(120.0f));
        // And a job that is cancelled, deleted or given more makes room
        as(alice).post(Jobs.job(second) + "/cancel").then().statusCode(200);
        String third = Jobs.submit(alice);
        as(alice).delete(Jobs.job(third)).then().statusCode(200);
        Jobs.submit(alice);
        assertProblem(submit(alice), 429, "BUDGET_EXCEEDED", containsString("budget"));
        patch("{\"gpu_seconds_per_day\":180}");
        Jobs.submit(alice);
        patch("{\"gpu_seconds_per_day\":0}");
        Jobs.submit(alice);
        budgets().body("budgets", hasSize(0));
    }

    @Test
    void whatWasUsedCountsUntilTheDayOrTheMonthEnds() {
        // Given 100 seconds that were used on the 14th
        patch("{\"gpu_seconds_per_day\":150,\"gpu_seconds_per_month\":200}");
        used(clock.instant(), 100_000);
        assertProblem(submit(alice), 429, "BUDGET_EXCEEDED", containsString("in a day"));
        // When it is the next day
        nextLogin(midnight());
        // Then one job is within the month, and the second is not
        Jobs.submit(alice);
        assertProblem(submit(alice), 429, "BUDGET_EXCEEDED", containsString("in a month"))
                .body("budget.period", equalTo("month"))
                .body("budget.used_seconds", equalTo(100.0f))
                .body("budget.reserved_seconds", equalTo(60.0f));
        // When the month is over
        nextLogin(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .plusMonths(1)
                .withDayOfMonth(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC));
        // Then what waits still counts, and what was used does not
        budgets().body("budgets[1].used_seconds", equalTo(0.0f)).body("budgets[1].reserved_seconds", equalTo(60.0f));
        Jobs.submit(alice);
    }

    @Test
    void manySubmissionsAtOnceDoNotExceedTheBudget() throws Exception {
        // Given room for 50 jobs
        patch("{\"gpu_seconds_per_day\":3000}");
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try {
            Callable<Integer> submission = () -> submit(alice).statusCode();
            // When
            List<Future<Integer>> answers = clients.invokeAll(Collections.nCopies(200, submission));
            // Then
            int accepted = 0;
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isIn(200, 429);
                accepted += answer.get() == 200 ? 1 : 0;
            }
            assertThat(accepted).isEqualTo(50);
            assertThat(redis.hashField("usage:reserved", "u:" + alice.userId())).isEqualTo("3000000");
        } finally {
            clients.shutdown();
        }
    }

    @Test
    void repeatedRequestCostsNothing() {
        patch("{\"gpu_seconds_per_day\":60}");
        String first = submit(alice, "the-key").path("job_id");
        assertThat(submit(alice, "the-key").<String>path("job_id")).isEqualTo(first);
        submit(alice, "another-key").then().statusCode(429);
        budgets().body("budgets[0].reserved_seconds", equalTo(60.0f));
    }

    @Test
    void expectedTimeIsWhatJobsOfTheFeatureTook() {
        redis.send(Command.HSET, "3daigc:fair:seconds", "text_to_textured_mesh", "12.5");
        patch("{\"gpu_seconds_per_day\":25}");
        Jobs.submit(alice);
        Jobs.submit(alice);
        submit(alice).then().statusCode(429);
        budgets().body("budgets[0].reserved_seconds", equalTo(25.0f));
    }

    private void used(Instant at, long millis) {
        String day = at.toString().substring(0, 10).replace("-", "");
        redis.send(Command.ZADD, "3daigc:usage:users:" + day, Long.toString(millis), alice.userId());
        redis.send(Command.ZADD, "3daigc:usage:users:" + day.substring(0, 6), Long.toString(millis), alice.userId());
    }

    private void nextLogin(Instant time) {
        clock.advance(Duration.between(clock.instant(), time));
        String token = Api.login(alice.username(), Api.PASSWORD).path("token");
        alice = new Account(alice.userId(), alice.username(), alice.email(), token);
    }

    private Instant midnight() {
        return clock.instant().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    }

    private void patch(String body) {
        as(admin)
                .contentType("application/json")
                .body(body)
                .patch(ADMIN_USERS + "/" + alice.userId())
                .then()
                .statusCode(200);
    }

    private ValidatableResponse budgets() {
        return as(alice).get(ME).then().statusCode(200);
    }

    private static Response submit(Account caller) {
        return as(caller)
                .contentType("application/json")
                .body(Map.of("prompt", "x"))
                .post(Jobs.SUBMIT);
    }

    private static Response submit(Account caller, String key) {
        return as(caller)
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(Map.of("prompt", "x"))
                .post(Jobs.SUBMIT);
    }
}
