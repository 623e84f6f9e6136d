package org.meshgate.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.AuditEntries;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Usage as the routes show it: of days in the year 2031, when no other test ends a job. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class UsageRoutesTest {

    private static final String MINE = "/api/v1/users/me/usage";
    private static final String ALL = "/api/v1/users/admin/usage";
    private static final String RANGE = "?from=2031-02-27&to=2031-03-02";

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    AuditEntries audit;

    @Inject
    TestClock clock;

    private Account alice;
    private Account bob;

    @BeforeEach
    void usageOfTwoUsers() {
        alice = Api.register();
        bob = Api.register();
        for (String name : new String[] {"usage:server:20310227", "usage:server:20310301", "usage:users:20310227"}) {
            redis.send(Command.DEL, "3daigc:" + name);
        }
        used("of:" + alice.userId(), "20310227", "total 2|1|0|61500|7 f:auto_rig 2|1|0|61500|7 t:tok_1 1|0|0|500|7");
        used(
                "of:" + alice.userId(),
                "20310301",
                "total 3|0|1|1000|0 f:auto_rig 1|0|0|900|0 f:=cmd 2|0|1|100|0 t:tok_1 1|0|0|1000|0 t:tok_2 2|0|1|0|0");
        used("of:" + bob.userId(), "20310227", "total 1|0|0|70000|0 f:auto_rig 1|0|0|70000|0");
        used("server", "20310227", "total 4|1|0|132000|7 f:auto_rig 4|1|0|132000|7");
        used("server", "20310301", "total 3|0|1|1000|0 f:auto_rig 1|0|0|900|0 f:=cmd 2|0|1|100|0");
        redis.send(Command.ZADD, "3daigc:usage:users:20310227", "61500", alice.userId(), "70000", bob.userId());
    }

    @Test
    void eachDayOfTheRangeIsThere() {
        as(alice)
                .get(MINE + RANGE)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("success", equalTo(true))
                .body("from", equalTo("2031-02-27"))
                .body("to", equalTo("2031-03-02"))
                .body("by", equalTo("day"))
                .body("user_id", equalTo(alice.userId()))
                .body("items.key", Matchers.contains("2031-02-27", "2031-02-28", "2031-03-01", "2031-03-02"))
                .body("items.jobs", Matchers.contains(2, 0, 3, 0))
                .body("items[0].failed", equalTo(1))
                .body("items[0].gpu_seconds", equalTo(61.5f))
                .body("items[0].result_bytes", equalTo(7))
                .body("items[2].cancelled", equalTo(1))
                .body("total.key", equalTo("total"))
                .body("total.jobs", equalTo(5))
                .body("total.gpu_seconds", equalTo(62.5f));
    }

    @Test
    void featuresAndTokensAreSummedUpWithTheMostFirst() {
        as(alice)
                .get(MINE + RANGE + "&by=feature")
                .then()
                .body("items.key", Matchers.contains("auto_rig", "=cmd"))
                .body("items.gpu_seconds", Matchers.contains(62.4f, 0.1f))
                .body("total.jobs", equalTo(5));
        as(alice)
                .get(MINE + RANGE + "&by=token")
                .then()
                .body("items.key", Matchers.contains("tok_1", "tok_2"))
                .body("items.jobs", Matchers.contains(2, 2));
    }

    @Test
    void beyondAThousandTokensTheOthersAreOneRow() {
        // Given a thousand tokens on one day, and one that used less on another
        String tokens = IntStream.range(0, 1_000)
                .mapToObj(number -> " t:tok_" + number + " 1|0|0|" + (1_000 + number) + "|0")
                .collect(Collectors.joining());
        used("of:" + alice.userId(), "20310401", "total 1000|0|0|1499500|0" + tokens);
        used("of:" + alice.userId(), "20310418", "total 3|0|1|700|5 t:other 1|0|1|200|0 t:tok_last 2|0|0|500|5");
        // Then
        as(alice)
                .get(MINE + "?from=2031-04-01&to=2031-04-18&by=token")
                .then()
                .body("items", hasSize(1_001))
                .body("items[0].key", equalTo("tok_999"))
                .body("items[999].key", equalTo("tok_0"))
                .body("items[1000].key", equalTo("other"))
                .body("items[1000].jobs", equalTo(3))
                .body("items[1000].cancelled", equalTo(1))
                .body("items[1000].gpu_seconds", equalTo(0.7f))
                .body("items[1000].result_bytes", equalTo(5))
                .body("total.jobs", equalTo(1_003));
    }

    @Test
    void withoutDatesItIsTheLastThirtyDays() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        as(bob).get(MINE)
                .then()
                .body("items", hasSize(30))
                .body("from", equalTo(today.minusDays(29).toString()))
                .body("to", equalTo(today.toString()));
        as(bob).get(MINE + "?to=2031-02-27")
                .then()
                .body("items", hasSize(30))
                .body("items[29].key", equalTo("2031-02-27"))
                .body("items[29].gpu_seconds", equalTo(70.0f));
        as(bob).get(MINE + "?from=2030-01-24&to=2031-02-27")
                .then()
                .body("items", hasSize(400))
                .body("total.jobs", equalTo(1));
    }

    @Test
    void csvHasALineForEachItemAndNoFormula() {
        Response answer = as(alice).accept("text/csv").get(MINE + RANGE + "&by=feature");
        assertThat(answer.contentType()).isEqualTo("text/csv;charset=UTF-8;header=present");
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"usage.csv\"");
        assertThat(answer.asString())
                .isEqualTo("feature,jobs,failed,cancelled,gpu_seconds,result_bytes\r\n"
                        + "auto_rig,3,1,0,62.400,7\r\n"
                        + "'=cmd,2,0,1,0.100,0\r\n");
        as(alice).accept("text/csv;q=0.5, application/json").get(MINE).then().contentType("application/json");
        as(alice).accept("image/png").get(MINE).then().statusCode(406);
    }

    @Test
    void administratorsSeeTheServerAndEachUser() {
        Account admin = accounts.createAdmin();
        as(admin)
                .get(ALL + RANGE)
                .then()
                .statusCode(200)
                .body("user_id", nullValue())
                .body("items.jobs", Matchers.contains(4, 0, 3, 0))
                .body("total.gpu_seconds", equalTo(133.0f));
        as(admin)
                .get(ALL + RANGE + "&by=user")
                .then()
                .body("items.key", Matchers.contains(bob.userId(), alice.userId(), "other"))
                .body("items.gpu_seconds", Matchers.contains(70.0f, 62.5f, 0.5f))
                .body("items.jobs", Matchers.contains(1, 5, 1));
        as(admin)
                .get(ALL + RANGE + "&by=feature&user_id=" + bob.userId())
                .then()
                .body("user_id", equalTo(bob.userId()))
                .body("items.key", Matchers.contains("auto_rig"));
        assertThat(audit.about(bob.userId(), "usage_read")).containsEntry("user_id", admin.userId());
        assertThat(as(admin)
                        .accept("text/csv")
                        .get(ALL + "?from=2031-02-27&to=2031-02-27&by=user")
                        .asString())
                .startsWith("user,jobs,failed,cancelled,gpu_seconds,result_bytes\r\n" + bob.userId()
                        + ",1,0,0,70.000,0\r\n");
    }

    @Test
    void othersSeeOnlyTheirOwn() {
        assertProblem(as(alice).get(ALL), 403, "ADMIN_REQUIRED", "Admin access required");
        assertProblem(RestAssured.get(MINE), 401, "TOKEN_REQUIRED", Matchers.any(String.class));
        assertProblem(RestAssured.get(ALL), 401, "TOKEN_REQUIRED", Matchers.any(String.class));
        assertProblem(as(Api.UNKNOWN_TOKEN).get(MINE), 401, "INVALID_TOKEN", "Invalid token");
        as(bob).get(MINE + RANGE).then().body("total.jobs", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from=2031-03-02&to=2031-03-01   | from    | must not be after to
            from=2030-01-23&to=2031-02-27   | from    | must be such that the range has 400 days at most
            from=1031-03-01&to=2031-03-01   | from    | must be such that the range has 400 days at most
            from=0000-01-01                 | from    | must be a date such as 2026-01-31
            to=0000-01-01                   | to      | must be a date such as 2026-01-31
            from=2031-02-29                 | from    | must be a date such as 2026-01-31
            to=+999999999-12-31             | to      | must be a date such as 2026-01-31
            to=-0001-01-01                  | to      | must be a date such as 2026-01-31
            to=2031-03-01T00:00:00Z         | to      | must be a date such as 2026-01-31
            to=today                        | to      | must be a date such as 2026-01-31
            by=hour                         | by      | must be one of day, feature, token
            by=user                         | by      | must be one of day, feature, token
            by=DAY                          | by      | must be one of day, feature, token
            """)
    void wrongParametersAreNamed(String query, String field, String message) {
        as(alice)
                .urlEncodingEnabled(false)
                .get(MINE + "?" + query.replace("+", "%2B"))
                .then()
                .statusCode(422)
                .body("error", equalTo("VALIDATION_FAILED"))
                .body("errors[0].field", equalTo(field))
                .body("errors[0].message", equalTo(message));
    }

    @Test
    void administratorsNameAUserById() {
        Account admin = accounts.createAdmin();
        for (String id : new String[] {"alice", "*", "user_1", "server:20310227"}) {
            as(admin).get(ALL + "?user_id=" + id).then().statusCode(422).body("errors[0].field", equalTo("user_id"));
        }
        as(admin).get(ALL + "?user_id=user_0000000000000000").then().body("total.jobs", equalTo(0));
        as(admin).get(ALL + "?user_id=-&by=user").then().statusCode(422);
        used("of:-", "20310227", "total 1|0|0|500|0");
        as(admin)
                .get(ALL + RANGE + "&user_id=-")
                .then()
                .body("user_id", equalTo("-"))
                .body("total.jobs", equalTo(1));
    }

    /** @param counters name and counters in turns, with bars for the spaces of counters */
    private void used(String who, String day, String counters) {
        String[] words = counters.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            redis.send(Command.HSET, "3daigc:usage:" + who + ":" + day, words[i], words[i + 1].replace('|', ' '));
        }
    }
}
