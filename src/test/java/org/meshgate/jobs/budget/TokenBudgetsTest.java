package org.meshgate.jobs.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.AuditEntries;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** A token with a budget, and what can be made of it. A job is expected to take 60 seconds. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class TokenBudgetsTest {

    private static final String TOKENS = "/api/v1/users/tokens";

    @Inject
    RedisView redis;

    @Inject
    AuditEntries audit;

    @Inject
    Accounts accounts;

    private String login;
    private Response created;
    private String limited;

    @BeforeEach
    void tokenForOneJob() {
        redis.clearQueue();
        login = Api.register().token();
        created = create(login, "{\"token_name\":\"bot\",\"gpu_seconds_per_day\":100}");
        created.then().statusCode(200);
        limited = created.path("token");
    }

    @Test
    void budgetIsShownAndHoldsForTheTokenAlone() {
        String id = created.path("token_info.id");
        created.then()
                .body("token_info.gpu_seconds_per_day", equalTo(100))
                .body("token_info.gpu_seconds_per_month", nullValue());
        assertThat(audit.about(id, "token_create"))
                .containsEntry("detail.gpu_seconds_per_day", "100")
                .containsEntry("detail.gpu_seconds_per_month", "0");
        submit(limited).then().statusCode(200);
        assertProblem(submit(limited), 429, "BUDGET_EXCEEDED", containsString("token's budget of 100 GPU seconds"))
                .body("budget.scope", equalTo("token"));
        submit(login).then().statusCode(200);
        as(limited)
                .get("/api/v1/users/me")
                .then()
                .body("budgets[0].scope", equalTo("token"))
                .body("budgets[0].reserved_seconds", equalTo(60.0f))
                .body("token.gpu_seconds_per_day", equalTo(100));
        as(login).get("/api/v1/users/me").then().body("budgets.size()", equalTo(0));
        assertThat(redis.hashField("usage:reserved", "t:" + id)).isEqualTo("60000");
    }

    @Test
    void rotationKeepsTheBudgetAndWhatCountsAgainstIt() {
        submit(limited).then().statusCode(200);
        Response rotated = as(limited)
                .contentType("application/json")
                .post(TOKENS + "/" + created.path("token_info.id") + "/rotate");
        rotated.then().statusCode(200).body("token_info.gpu_seconds_per_day", equalTo(100));
        assertProblem(submit(rotated.path("token")), 429, "BUDGET_EXCEEDED", containsString("token's budget"));
    }

    @Test
    void tokenWithABudgetCannotGetRidOfIt() {
        // Given
        submit(limited).then().statusCode(200);
        // Then a token that it makes shares the budget
        Response child = create(limited, "{\"token_name\":\"child\"}");
        child.then().statusCode(200).body("token_info.gpu_seconds_per_day", equalTo(100));
        assertProblem(submit(child.path("token")), 429, "BUDGET_EXCEEDED", containsString("token's budget"));
        assertProblem(
                create(limited, "{\"token_name\":\"child\",\"gpu_seconds_per_month\":9}"),
                422,
                "VALIDATION_FAILED",
                containsString("gpu_seconds_per_month must be absent"));
        // And it rotates no other token
        Response other = create(login, "{\"token_name\":\"free\"}");
        assertProblem(
                as(limited)
                        .contentType("application/json")
                        .post(TOKENS + "/" + other.path("token_info.id") + "/rotate"),
                404,
                "TOKEN_NOT_FOUND",
                "Token not found");
        submit(other.path("token")).then().statusCode(200);
    }

    @Test
    void tokensOfAServiceAccountHaveBudgetsOfTheirOwn() {
        // Given a service account whose first token has a budget for one job
        Account admin = accounts.createAdmin();
        Response made = as(admin)
                .contentType("application/json")
                .body("{\"name\":\"" + Api.unique("render")
                        + "\",\"scopes\":[\"jobs:write\",\"account\"],\"gpu_seconds_per_day\":100}")
                .post(Api.SERVICE_ACCOUNTS);
        made.then().statusCode(200).body("token_info.gpu_seconds_per_day", equalTo(100));
        String service = made.path("user.user_id");
        assertThat(audit.about(service, "service_account_create"))
                .containsEntry("detail.gpu_seconds_per_day", "100")
                .containsEntry("detail.gpu_seconds_per_month", "0");
        submit(made.path("token")).then().statusCode(200);
        assertProblem(submit(made.path("token")), 429, "BUDGET_EXCEEDED", containsString("token's budget of 100"));
        // And a token that it makes shares the budget
        Response child = create(made.path("token"), "{\"token_name\":\"child\"}");
        assertProblem(submit(child.path("token")), 429, "BUDGET_EXCEEDED", containsString("token's budget of 100"));
        // When the administrator makes another token
        Response other = serviceToken(admin, service, "{\"scopes\":[\"jobs:write\"],\"gpu_seconds_per_month\":70}");
        // Then it has another budget
        other.then().statusCode(200).body("token_info.gpu_seconds_per_month", equalTo(70));
        assertThat(audit.about(service, "service_token_create")).containsEntry("detail.gpu_seconds_per_month", "70");
        submit(other.path("token")).then().statusCode(200);
        assertProblem(submit(other.path("token")), 429, "BUDGET_EXCEEDED", containsString("token's budget of 70"))
                .body("budget.period", equalTo("month"));
        // And one without a budget is not limited
        Response free = serviceToken(admin, service, "{\"scopes\":[\"jobs:write\"],\"gpu_seconds_per_day\":0}");
        free.then().statusCode(200).body("token_info.gpu_seconds_per_day", nullValue());
        submit(free.path("token")).then().statusCode(200);
        serviceToken(admin, service, "{\"gpu_seconds_per_day\":-1}").then().statusCode(422);
        serviceToken(admin, service, "{\"gpu_seconds_per_month\":1000000001}")
                .then()
                .statusCode(422);
    }

    private static Response serviceToken(Account admin, String account, String body) {
        return as(admin)
                .contentType("application/json")
                .body(body)
                .post(Api.SERVICE_ACCOUNTS + "/" + account + "/tokens");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "gpu_seconds_per_day":-1                   | 422
            "gpu_seconds_per_day":1000000001           | 422
            "gpu_seconds_per_day":1000000000000000000  | 422
            "gpu_seconds_per_day":0.5                  | 422
            "gpu_seconds_per_month":"60"               | 422
            "gpu_seconds_per_month":NaN                | 400
            """)
    void wrongBudgetsAreRefused(String member, int status) {
        create(login, "{\"token_name\":\"bad\"," + member + "}").then().statusCode(status);
    }

    @Test
    void zeroIsNoBudget() {
        create(login, "{\"token_name\":\"free\",\"gpu_seconds_per_day\":0,\"gpu_seconds_per_month\":null}")
                .then()
                .statusCode(200)
                .body("token_info.gpu_seconds_per_day", nullValue());
    }

    private static Response create(String token, String body) {
        return as(token).contentType("application/json").body(body).post(TOKENS);
    }

    private static Response submit(String token) {
        return as(token)
                .contentType("application/json")
                .body("{\"prompt\":\"x\"}")
                .post(Jobs.SUBMIT);
    }
}
