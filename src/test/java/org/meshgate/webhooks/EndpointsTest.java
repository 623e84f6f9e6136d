package org.meshgate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.webhooks.Webhooks.OWN;
import static org.meshgate.webhooks.Webhooks.SERVER;

import com.standardwebhooks.Webhook;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.LogLines;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;
import org.meshgate.webhooks.Receiver.Request;
import org.meshgate.webhooks.Webhooks.Hook;

/** The routes of endpoints, and whom endpoints are told of. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class EndpointsTest {

    private static final String URL = "https://hooks.example/meshgate";

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private final Receiver receiver = new Receiver();
    private Account alice;

    @BeforeEach
    void anAccount() {
        redis.clearQueue();
        alice = Api.register();
    }

    @AfterEach
    void close() {
        receiver.close();
        clock.reset();
    }

    @Test
    void aWebhookIsRegisteredListedChangedAndDeleted() {
        // Given
        Response made = Webhooks.create(
                alice, OWN, Map.of("url", URL, "events", List.of("job.failed", "job.failed"), "description", " shop "));
        made.then()
                .statusCode(200)
                .body("secret", matchesPattern("whsec_[A-Za-z0-9+/]{43}="))
                .body("webhook.webhook_id", matchesPattern("wh_[0-9a-f]{16}"))
                .body("webhook.events", equalTo(List.of("job.failed")))
                .body("webhook.description", equalTo("shop"))
                .body("webhook.enabled", equalTo(true));
        String id = made.path("webhook.webhook_id");
        // Then Redis and the list do not have the secret
        assertThat(redis.dump()).doesNotContain(made.<String>path("secret").substring(6));
        as(alice)
                .get(OWN)
                .then()
                .body("count", equalTo(1))
                .body("max_webhooks", equalTo(10))
                .body("webhooks[0].webhook_id", equalTo(id))
                .body("webhooks[0].url", equalTo(URL));
        assertThat(as(alice).get(OWN).asString()).doesNotContain("whsec_");
        // When
        as(alice)
                .contentType(ContentType.JSON)
                .body("{\"events\":[\"job.cancelled\"],\"description\":\"\",\"url\":\"" + URL + "/2\"}")
                .patch(OWN + "/" + id)
                .then()
                .statusCode(200)
                .body("webhook.events", equalTo(List.of("job.cancelled")))
                .body("webhook.description", equalTo(""))
                .body("webhook.url", equalTo(URL + "/2"))
                .body("webhook.enabled", equalTo(true));
        as(alice).delete(OWN + "/" + id).then().statusCode(200).body("message", equalTo("Webhook deleted"));
        // Then
        assertProblem(as(alice).get(OWN + "/" + id), 404, "WEBHOOK_NOT_FOUND", "Webhook not found");
        assertThat(redis.dump()).doesNotContain(id);
        assertThat(redis.audit()).contains("webhook_create", "webhook_update", "webhook_delete", id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"events":["job.failed"]}                                          | url is required
            {"url":"URL"}                                                      | events is required
            {"url":"URL","events":[]}                                          | events must be a list of one or more of job.completed
            {"url":"URL","events":["job.started"]}                             | events must be a list of one or more of job.completed
            {"url":"URL","events":["webhook.test"]}                            | events must be a list of one or more of job.completed
            {"url":"URL","events":[null]}                                      | events must be a list of one or more of job.completed
            {"url":"URL","events":"job.failed"}                                | events must be a list
            {"url":5,"events":["job.failed"]}                                  | url must be text
            {"url":"","events":["job.failed"]}                                 | url must be a URL
            {"url":"ftp://hooks.example/","events":["job.failed"]}             | url must be a URL
            {"url":"https://user:pw@hooks.example/","events":["job.failed"]}   | url must have no user or password
            {"url":"https://10.0.0.1/","events":["job.failed"]}                | url must be at an address that is public
            {"url":"https://[::1]/","events":["job.failed"]}                   | url must be at an address that is public
            {"url":"https://2130706433/","events":["job.failed"]}              | url must have a host name
            {"url":"https://hooks.example./","events":["job.failed"]}          | url must have a host name
            {"url":"URL","events":["job.failed"],"description":"a\\u0000b"}    | description must be text of at most 200
            """)
    void aBadRequestNamesItsField(String body, String detail) {
        Response answer = as(alice)
                .contentType(ContentType.JSON)
                .body(body.replace("URL", URL))
                .post(OWN);
        assertProblem(answer, 422, "VALIDATION_FAILED", startsWith(detail));
        as(alice).get(OWN).then().body("count", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"events":[]}                | events must be a list
            {"url":"http://["}           | url must have a host
            {"enabled":"yes"}            | enabled must be true or false
            {"url":"https://127.0.0.1:99999/"} | url must
            """)
    void aBadChangeNamesItsFieldAndChangesNothing(String body, String detail) {
        Hook hook = Webhooks.register(alice, URL);
        assertProblem(hook.change(body), 422, "VALIDATION_FAILED", startsWith(detail));
        hook.get().then().body("webhook.url", equalTo(URL)).body("webhook.enabled", equalTo(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wh_", "due:wh_0123456789abcdef", "*", "%00", "wh_0123456789ABCDEF", "deliveries"})
    void anOddIdIsNotFound(String id) {
        for (Response answer : List.of(
                as(alice).get(OWN + "/" + id),
                as(alice).contentType(ContentType.JSON).body("{}").patch(OWN + "/" + id),
                as(alice).delete(OWN + "/" + id),
                as(alice).post(OWN + "/" + id + "/secret"),
                as(alice).post(OWN + "/" + id + "/test"),
                as(alice).get(OWN + "/" + id + "/deliveries"),
                as(alice).post(OWN + "/" + id + "/deliveries/msg_1/retry"))) {
            assertProblem(answer, 404, "WEBHOOK_NOT_FOUND", "Webhook not found");
        }
    }

    @Test
    void theEleventhWebhookIsRefused() {
        for (int i = 0; i < 10; i++) {
            Webhooks.register(alice, URL);
        }
        assertProblem(
                Webhooks.create(alice, OWN, Map.of("url", URL, "events", List.of("job.failed"))),
                409,
                "TOO_MANY_WEBHOOKS",
                "There are as many webhooks as there may be (10). Delete one that is not needed.");
        as(alice).get(OWN).then().body("count", equalTo(10));
    }

    @Test
    void bothSecretsSignForADayAfterTheRotation() throws Exception {
        // Given
        clock.stop();
        Hook hook = Webhooks.register(alice, receiver.url());
        // When
        Response rotated = as(alice).post(hook.path() + "/secret");
        rotated.then().statusCode(200).body("webhook.secret_rotated_at", notNullValue());
        String secret = rotated.path("secret");
        assertThat(secret).isNotEqualTo(hook.secret());
        hook.test();
        // Then
        Request during = receiver.await(1).get(0);
        assertThat(signatures(during)).contains(sign(hook.secret(), during), sign(secret, during));
        hook.awaitNewest("delivered", 1);
        clock.advance(Duration.ofHours(24));
        hook.test();
        Request after = receiver.await(2).get(1);
        assertThat(signatures(after)).contains(sign(secret, after)).doesNotContain(sign(hook.secret(), after));
        assertThat(redis.audit()).contains("webhook_rotate_secret", hook.id());
    }

    private static List<String> signatures(Request request) {
        return List.of(request.headers().get("webhook-signature").split(" "));
    }

    private static String sign(String secret, Request request) throws Exception {
        long timestamp = Long.parseLong(request.headers().get("webhook-timestamp"));
        return new Webhook(secret).sign(request.id(), timestamp, request.body());
    }

    @Test
    void theServersWebhooksAreToldOfAllJobsAndAUsersOfTheirOwn() {
        // Given
        Account bob = Api.register();
        Account admin = accounts.createAdmin();
        Hook server = Webhooks.register(admin, SERVER, receiver.url("/server"), List.of("job.cancelled"));
        Webhooks.register(alice, receiver.url("/alice"));
        // When
        String job = Webhooks.endJob(bob);
        String other = Webhooks.endJob(alice);
        // Then
        List<Request> requests = receiver.await(3);
        assertThat(requests)
                .extracting(Request::path, request -> request.json().getString("data.job_id"))
                .containsExactlyInAnyOrder(
                        Assertions.tuple("/server", job),
                        Assertions.tuple("/server", other),
                        Assertions.tuple("/alice", other));
        assertThat(requests)
                .filteredOn(request -> request.path().equals("/server"))
                .extracting(request -> request.json().getString("data.user_id"))
                .containsExactlyInAnyOrder(bob.userId(), alice.userId());
        assertThat(requests)
                .filteredOn(request -> request.path().equals("/alice"))
                .allSatisfy(request -> assertThat(request.json().getMap("data")).doesNotContainKey("user_id"));
        as(admin).delete(server.path()).then().statusCode(200);
    }

    @Test
    void anEventThatNobodySubscribedToIsNotTold() {
        Hook failures = Webhooks.register(alice, OWN, receiver.url(), List.of("job.failed"));
        Webhooks.endJob(alice);
        failures.deliveries().then().body("total", equalTo(0));
    }

    @Test
    void aDeletedUserHasNoWebhooks() {
        Hook hook = Webhooks.register(alice, receiver.url());
        receiver.answer(500);
        Webhooks.endJob(alice);
        hook.awaitNewest("waiting", 1);
        String told = "webhooks:told:" + alice.userId();
        redis.send(Command.ZADD, "3daigc:" + told, "9000000000000", hook.id() + " tok_1");
        Account admin = accounts.createAdmin();
        as(admin).delete(ADMIN_USERS + "/" + alice.userId()).then().statusCode(200);
        assertThat(redis.exists(told)).isFalse();
        assertThat(redis.send(Command.KEYS, "3daigc:webhook*" + hook.id() + "*"))
                .isEmpty();
        assertThat(redis.exists("webhooks:of:" + alice.userId())).isFalse();
        assertThat(redis.isMember("webhooks:owners", alice.userId())).isFalse();
        assertThat(redis.send(Command.ZSCORE, "3daigc:webhooks:due:slow", hook.id()))
                .isNull();
    }

    @Test
    void aDisabledUserGetsNothingUntilEnabledAgain() {
        // Given
        clock.stop();
        Account admin = accounts.createAdmin();
        Hook hook = Webhooks.register(alice, receiver.url());
        String waiting = Jobs.submit(alice);
        setActive(admin, false);
        // When
        as(admin).post(Jobs.job(waiting) + "/cancel").then().statusCode(200);
        Awaitility.await()
                .until(() -> redis.send(Command.ZSCORE, "3daigc:webhooks:due:live", hook.id())
                                .toLong()
                        > clock.millis());
        setActive(admin, true);
        assertThat(receiver.requests()).isEmpty();
        clock.advance(Duration.ofMinutes(10));
        // Then
        assertThat(receiver.await(1).get(0).json().getString("data.job_id")).isEqualTo(waiting);
    }

    @Test
    void anAccountWithoutAnActiveFieldIsActive() {
        String record = "user:" + alice.userId();
        redis.set(record, redis.get(record).replace("\"is_active\":true,", ""));
        assertThat(redis.get(record)).doesNotContain("is_active");
        Hook hook = Webhooks.register(alice, receiver.url());
        hook.test();
        hook.awaitNewest("delivered", 1);
    }

    @Test
    void aWebhookThatCannotBeReadHoldsUpNoOther() {
        // Given
        Hook broken = Webhooks.register(alice, receiver.url("/broken"));
        Hook hook = Webhooks.register(alice, receiver.url("/hook"));
        redis.send(Command.HSET, "3daigc:webhook:" + broken.id(), "version", "two");
        try (LogLines log = new LogLines("org.meshgate.webhooks.dispatch.DeliveryQueueStore")) {
            // When
            Webhooks.endJob(alice);
            // Then
            hook.awaitNewest("delivered", 1);
            Awaitility.await().until(() -> !log.containing("cannot be read: " + broken.id())
                    .isEmpty());
        }
        assertThat(receiver.requests()).extracting(Request::path).containsExactly("/hook");
        as(alice).get(OWN).then().body("webhooks.webhook_id", equalTo(List.of(hook.id())));
        as(alice).delete(broken.path()).then().statusCode(200);
    }

    private void setActive(Account admin, boolean active) {
        as(admin)
                .contentType(ContentType.JSON)
                .body(Map.of("is_active", active))
                .patch(ADMIN_USERS + "/" + alice.userId())
                .then()
                .statusCode(200);
    }

    @Test
    void aUrlInASubmissionIsRefused() {
        Response answer = as(alice)
                .contentType(ContentType.JSON)
                .body(Map.of("text_prompt", "a cat", "webhook_url", URL))
                .post(Jobs.SUBMIT_TEXTURED);
        assertProblem(answer, 422, "VALIDATION_FAILED", containsString("POST /api/v1/users/me/webhooks"));
        answer.then().body("errors[0].field", equalTo("webhook_url"));
    }
}
