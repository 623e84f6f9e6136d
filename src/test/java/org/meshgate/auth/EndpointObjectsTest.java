package org.meshgate.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.meshgate.testing.Api;
import org.meshgate.testing.Callers;
import org.meshgate.testing.DescribedResponses;
import org.meshgate.testing.Endpoint;
import org.meshgate.testing.Endpoint.Access;
import org.meshgate.testing.EndpointWorld;
import org.meshgate.testing.EndpointWorld.Sender;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** What routes of {@link Endpoint} answer about objects that are missing or foreign. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class EndpointObjectsTest {

    /** What is not found, by the parameter of the path. */
    private static final Map<String, String> ADMIN_OBJECTS = Map.of(
            "{invite_id}", "INVITE_NOT_FOUND",
            "{webhook_id}", "WEBHOOK_NOT_FOUND",
            "{worker_id}", "WORKER_NOT_FOUND",
            "{job_id}", "JOB_NOT_FOUND",
            "{user_id}", "USER_NOT_FOUND");

    @Inject
    Callers door;

    @Inject
    EndpointWorld world;

    @Inject
    RedisView redis;

    private Sender alice;
    private Sender bob;
    private Sender admin;

    @BeforeEach
    void senders() {
        alice = world.sender(Api.register());
        bob = world.sender(Api.register());
        admin = world.sender(door.newAdmin());
        RestAssured.replaceFiltersWith(List.of(DescribedResponses.ofServer()));
    }

    @AfterEach
    void noFilters() {
        RestAssured.replaceFiltersWith(List.of());
    }

    @TestFactory
    Stream<DynamicTest> aForeignTokenIsAsOneThatIsNotThere() {
        return Endpoint.of(Access.TOKEN).stream().flatMap(row -> Stream.of(bob, admin)
                .map(sender -> dynamicTest(row + ", " + sender.account().username(), () -> {
                    String foreign = world.object(row, alice.account(), admin.account());
                    assertThat(SameAnswer.of(world.send(row, as(sender.account()), foreign, sender), foreign))
                            .isEqualTo(SameAnswer.of(
                                    world.send(row, as(sender.account()), "tok_0123456789abcdef", sender),
                                    "tok_0123456789abcdef"));
                })));
    }

    @TestFactory
    Stream<DynamicTest> aForeignWebhookIsAsOneThatIsNotThere() {
        String unknown = "wh_0123456789abcdef/deliveries/msg_0123456789abcdef0123456789abcdef";
        return Endpoint.of(Access.WEBHOOK).stream().flatMap(row -> Stream.of(bob, admin)
                .map(sender -> dynamicTest(row + ", " + sender.account().username(), () -> {
                    String foreign = world.object(row, alice.account(), admin.account());
                    String other = foreign.contains("/") ? unknown : unknown.replaceFirst("/.*", "");
                    assertThat(SameAnswer.of(world.send(row, as(sender.account()), foreign, sender), foreign))
                            .isEqualTo(SameAnswer.of(world.send(row, as(sender.account()), other, sender), other));
                })));
    }

    @TestFactory
    Stream<DynamicTest> whatNeedsFilesIsNoJobWithAPromptAlone() {
        return Endpoint.of(Access.SUBMIT).stream()
                .filter(row -> row.body().contains("_file_id"))
                .map(row -> dynamicTest(row.name(), () -> {
                    long before = redis.hashLength("jobs");
                    Response response = as(alice.account())
                            .contentType(ContentType.JSON)
                            .body(Map.of("prompt", "a cat", "text_prompt", "a cat"))
                            .post(row.path());
                    assertProblem(response, 422, "VALIDATION_FAILED", containsString(""));
                    assertThat(redis.hashLength("jobs")).isEqualTo(before);
                }));
    }

    @TestFactory
    Stream<DynamicTest> administratorsLookForWhatIsNotThere() {
        return Endpoint.of(Access.ADMIN).stream()
                .filter(row -> row.path().contains("{"))
                .map(row -> dynamicTest(row.name(), () -> {
                    String error = ADMIN_OBJECTS.entrySet().stream()
                            .filter(kind -> row.path().contains(kind.getKey()))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElseThrow();
                    assertProblem(
                            world.send(row, as(admin.account()), "user_0123456789abcdef", admin),
                            404,
                            error,
                            containsString("not found"));
                    assertProblem(
                            world.send(row, as(alice.account()), "user_0123456789abcdef", alice),
                            403,
                            "ADMIN_REQUIRED",
                            "Admin access required");
                }));
    }
}
