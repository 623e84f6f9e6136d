package org.meshgate.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

/** What all answers have in common, whatever was asked. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class AnswersTest {

    @Test
    void noAnswerIsKeptInACacheOrTakenForAnotherType() {
        Api.Account alice = Api.register();
        for (Response answer : List.of(
                given().get("/"),
                given().get("/health"),
                given().get("/no-such-route"),
                given().get(ME),
                as(Api.UNKNOWN_TOKEN).get(ME),
                as(alice).get(ME),
                as(alice).get(TOKENS),
                as(alice).get("/api/v1/system/jobs/history"),
                as(alice).get("/api/v1/users/admin/users"),
                Api.login(alice.username(), "wrong password"),
                Api.login(alice.username(), Api.PASSWORD))) {
            answer.then()
                    .contentType(matchesPattern("application/(problem\\+)?json(;.*)?"))
                    .header("X-Content-Type-Options", "nosniff");
            assertThat(answer.headers().getValues("Cache-Control")).containsExactly("no-store");
        }
    }

    @Test
    void aFaultOfOursTellsNothingOfItself() {
        Response answer = given().get("/test-broken");
        assertProblem(answer, 500, "INTERNAL_ERROR", startsWith(""));
        assertThat(answer.asString())
                .doesNotContain(TestBrokenResource.SECRET)
                .doesNotContain("Exception")
                .doesNotContain("org.meshgate.http");
    }

    @Test
    void whatWasSentIsNotTracedBack() {
        Api.Account alice = Api.register();
        Response answer = as(alice).request("TRACE", ME);
        assertProblem(answer, 405, "METHOD_NOT_ALLOWED", startsWith(""));
        assertThat(answer.asString()).doesNotContain(alice.token());
    }
}
