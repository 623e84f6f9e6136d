package org.meshgate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;
import org.meshgate.webhooks.Receiver.Request;
import org.meshgate.webhooks.Webhooks.Hook;

/** Attempts after a failure, and what disables an endpoint. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class RetryTest {

    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private final Receiver receiver = new Receiver();
    private Account alice;
    private Hook hook;

    @BeforeEach
    void anEndpoint() {
        redis.clearQueue();
        clock.stop();
        alice = Api.register();
        hook = Webhooks.register(alice, receiver.url());
    }

    @AfterEach
    void close() {
        receiver.close();
        clock.reset();
    }

    @Test
    void aDeliveryIsAttemptedTenTimesWithGrowingPauses() {
        // Given
        receiver.answer(500);
        // When
        hook.test();
        for (int attempt = 1; attempt <= PAUSES.size(); attempt++) {
            Response list = hook.awaitNewest("waiting", attempt);
            assertThat(Duration.between(
                            Instant.parse(list.path("deliveries[0].last_attempt_at")),
                            Instant.parse(list.path("deliveries[0].next_attempt_at"))))
                    .as("after attempt %d", attempt)
                    .isEqualTo(PAUSES.get(attempt - 1));
            list.then().body("deliveries[0].last_status", equalTo(500));
            clock.advance(PAUSES.get(attempt - 1));
        }
        // Then
        hook.awaitNewest("failed", PAUSES.size() + 1).then().body("deliveries[0].next_attempt_at", nullValue());
        List<Request> requests = receiver.requests();
        assertThat(requests).hasSize(PAUSES.size() + 1);
        assertThat(requests.stream().map(Request::id).distinct()).hasSize(1);
        assertThat(requests.stream().map(Request::body).distinct()).hasSize(1);
        assertThat(requests.stream()
                        .map(request -> request.headers().get("webhook-timestamp"))
                        .distinct())
                .as("the time of each attempt")
                .hasSize(PAUSES.size() + 1);
    }

    @Test
    void aLongerRetryAfterIsKeptAndAShorterOneIsNot() {
        receiver.answer(429, Map.of("Retry-After", "100"));
        hook.test();
        assertPause(1, Duration.ofSeconds(100));
        clock.advance(Duration.ofSeconds(100));
        receiver.answer(503, Map.of("Retry-After", "7"));
        assertPause(2, Duration.ofMinutes(5));
        clock.advance(Duration.ofMinutes(5));
        receiver.answer(503, Map.of("Retry-After", "9999999"));
        assertPause(3, Duration.ofDays(1));
    }

    private void assertPause(int attempts, Duration pause) {
        Response list = hook.awaitNewest("waiting", attempts);
        assertThat(Instant.parse(list.path("deliveries[0].next_attempt_at")))
                .isEqualTo(Instant.parse(list.<String>path("deliveries[0].last_attempt_at"))
                        .plus(pause));
    }

    @Test
    void aRedirectIsAFailureAndIsNotFollowed() {
        receiver.answer(307, Map.of("Location", receiver.url("/other")));
        hook.test();
        hook.awaitNewest("waiting", 1).then().body("deliveries[0].last_status", equalTo(307));
        assertThat(receiver.requests()).extracting(Request::path).containsExactly("/hook");
    }

    @Test
    void anEndpointThatIsGoneIsDisabled() {
        receiver.answer(410);
        hook.test();
        hook.awaitNewest("failed", 1);
        hook.get().then().body("webhook.enabled", equalTo(false)).body("webhook.disabled_reason", equalTo("gone"));
        Webhooks.endJob(alice);
        hook.deliveries().then().body("total", equalTo(1));
        assertProblem(hook.test(), 409, "WEBHOOK_DISABLED", "The webhook is disabled. Enable it first.");
        String ended = hook.deliveries().path("deliveries[0].delivery_id");
        assertProblem(hook.retry(ended), 409, "WEBHOOK_DISABLED", "The webhook is disabled. Enable it first.");
        // And again enabled, it gets the next one
        receiver.answer(204);
        hook.change("{\"enabled\":true}").then().body("webhook.disabled_reason", nullValue());
        hook.retry(ended).then().statusCode(200);
        hook.awaitNewest("delivered", 1);
        assertThat(receiver.requests()).extracting(Request::id).containsExactly(ended, ended);
    }

    @Test
    void fiveDaysOfFailuresDisableAnEndpoint() {
        // Given
        receiver.answer(500);
        Webhooks.endJob(alice);
        hook.awaitNewest("waiting", 1);
        // When it fails again after almost five days
        clock.advance(Duration.ofDays(5).minusMinutes(1));
        hook.awaitNewest("waiting", 2);
        hook.get().then().body("webhook.enabled", equalTo(true));
        clock.advance(Duration.ofMinutes(5));
        hook.awaitNewest("waiting", 3);
        // Then
        hook.get()
                .then()
                .body("webhook.enabled", equalTo(false))
                .body("webhook.disabled_reason", equalTo("failing"))
                .body("webhook.waiting_deliveries", equalTo(1));
        Awaitility.await().until(() -> redis.audit().contains("webhook_disable"));
        assertThat(redis.audit()).contains("webhook_disable", hook.id(), "failing");
        // And what waits is sent when it is enabled
        receiver.answer(204);
        hook.change("{\"enabled\":true}").then().statusCode(200);
        clock.advance(Duration.ofMinutes(30));
        hook.awaitNewest("delivered", 4);
    }

    @Test
    void aSuccessEndsTheTimeOfFailures() {
        receiver.answer(500);
        hook.test();
        hook.awaitNewest("waiting", 1);
        assertThat(hook.get().<String>path("webhook.failing_since")).isNotNull();
        receiver.answer(204);
        clock.advance(Duration.ofSeconds(5));
        hook.awaitNewest("delivered", 2);
        hook.get().then().body("webhook.failing_since", nullValue());
    }

    @Test
    void anotherUrlBeginsWithoutTheFailuresOfTheFormerOne() {
        // Given
        receiver.answer(500);
        hook.test();
        hook.awaitNewest("waiting", 1);
        hook.change("{\"description\":\"shop\",\"url\":\"" + receiver.url() + "\"}")
                .then()
                .body("webhook.failing_since", notNullValue());
        assertThat(redis.hashField("webhook:" + hook.id(), "lane")).isEqualTo("slow");
        // When
        hook.change("{\"url\":\"" + receiver.url("/corrected") + "\"}")
                .then()
                .body("webhook.failing_since", nullValue());
        // Then
        assertThat(redis.hashField("webhook:" + hook.id(), "lane")).isEqualTo("live");
        receiver.answer(204);
        clock.advance(PAUSES.get(0));
        hook.awaitNewest("delivered", 2);
    }

    @Test
    void aWaitingDeliveryIsRetriedByHandAtOnce() {
        receiver.answer(500);
        hook.test();
        Response list = hook.awaitNewest("waiting", 1);
        receiver.answer(204);
        hook.retry(list.path("deliveries[0].delivery_id")).then().statusCode(200);
        hook.awaitNewest("delivered", 2);
    }

    @Test
    void endpointsThatHangOrAreDeadDelayNoOther() {
        // Given nine endpoints that never answer, and one without a server
        receiver.hang();
        Account bob = Api.register();
        List<Hook> hanging = IntStream.range(0, 9)
                .mapToObj(number -> Webhooks.register(bob, receiver.url("/" + number)))
                .toList();
        Hook dead = Webhooks.register(bob, "http://127.0.0.1:9/");
        Webhooks.endJob(bob);
        receiver.await(hanging.size());
        // When
        try (Receiver live = new Receiver()) {
            Webhooks.register(alice, live.url());
            String job = Webhooks.endJob(alice);
            // Then
            assertThat(live.await(1).get(0).json().getString("data.job_id")).isEqualTo(job);
            assertThat(hanging).allSatisfy(endpoint -> endpoint.deliveries()
                    .then()
                    .body("deliveries[0].status", equalTo("sending"))
                    .body("deliveries[0].attempts", equalTo(0)));
        }
        dead.awaitNewest("waiting", 1)
                .then()
                .body("deliveries[0].last_status", nullValue())
                .body("deliveries[0].last_error", notNullValue());
        hanging.forEach(endpoint -> Api.as(bob).delete(endpoint.path()));
    }

    @Test
    void aDisabledEndpointKeepsWhatWaitsForSevenDays() {
        // Given
        receiver.answer(500);
        hook.test();
        hook.awaitNewest("waiting", 1);
        // When
        hook.change("{\"enabled\":false}").then().body("webhook.disabled_reason", equalTo("owner"));
        Webhooks.endJob(alice);
        clock.advance(Duration.ofDays(7).plusMinutes(1));
        hook.change("{\"enabled\":true}").then().statusCode(200);
        // Then
        hook.awaitNewest("failed", 1);
        assertThat(receiver.requests()).hasSize(1);
    }
}
