package org.meshgate.http.problem;

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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.meshgate.http.TestBrokenResource;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

/** What all answers have in common, whatever was asked. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
public class AnswersTest {

    @Test
    void responsesHaveNoStoreAndNosniff() {
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
    void serverErrorRevealsNothing() {
        Response answer = given().get("/test-broken");
        assertProblem(answer, 500, "INTERNAL_ERROR", startsWith(""));
        assertThat(answer.asString())
                .doesNotContain(TestBrokenResource.SECRET)
                .doesNotContain("Exception")
                .doesNotContain("org.meshgate.http");
    }

    @Test
    void logsServerErrorWithItsRequest() {
        try (Lines lines = new Lines(ExceptionMappers.class.getName())) {
            given().header("X-Request-Id", "the-request-that-failed").get("/test-broken");
            assertThat(lines.told).anyMatch(line -> line.contains("the-request-that-failed"));
        }
        // And lines of the log tell their time with its offset
        assertThat(ConfigProvider.getConfig().getValue("quarkus.log.console.format", String.class))
                .startsWith("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} ");
    }

    @Test
    void logsRefusedAccessWithItsCaller() {
        Api.Account alice = Api.register();
        String token = as(alice).get(ME).path("token.id");
        try (Lines lines = new Lines("meshgate.access")) {
            as(alice).get(Api.ADMIN_USERS).then().statusCode(403);
            as(Api.UNKNOWN_TOKEN).get(ME).then().statusCode(401);
            // a line is written when its answer is on the way, which can be after the client has it
            Awaitility.await().untilAsserted(() -> assertThat(lines.told)
                    .anyMatch(line -> line.contains(" GET " + Api.ADMIN_USERS + " 403 ")
                            && line.contains(" " + alice.userId() + "/" + token + " "))
                    .anyMatch(line -> line.contains(" GET " + ME + " 401 ") && line.contains(" - ")));
            assertThat(lines.told).noneMatch(line -> line.contains(alice.token()) || line.contains(Api.UNKNOWN_TOKEN));
        }
    }

    @Test
    void rejectsTrace() {
        Api.Account alice = Api.register();
        Response answer = as(alice).request("TRACE", ME);
        assertProblem(answer, 405, "METHOD_NOT_ALLOWED", startsWith(""));
        assertThat(answer.asString()).doesNotContain(alice.token());
    }

    /** What is written to a category of the log until this is closed. */
    private static final class Lines extends Handler implements AutoCloseable {

        private final Queue<String> told = new ConcurrentLinkedQueue<>();
        private final Logger logger;
        private final Level before;

        Lines(String category) {
            logger = Logger.getLogger(category);
            before = logger.getLevel();
            logger.setLevel(Level.INFO);
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            told.add(
                    line.getParameters() == null
                            ? line.getMessage()
                            : String.format(line.getMessage(), line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setLevel(before);
        }
    }
}
