package org.meshgate.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;
import org.meshgate.webhooks.Receiver;
import org.meshgate.webhooks.Receiver.Request;
import org.meshgate.webhooks.Webhooks;
import org.meshgate.webhooks.Webhooks.Hook;

/** Endpoints are told of API tokens that end within 14 days. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ExpiringTokensTest {

    private static final List<String> EVENTS = List.of("token.expiring");

    @Inject
    WebhookSweeper sweeper;

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
        alice = Api.register();
    }

    @AfterEach
    void close() {
        receiver.close();
        clock.reset();
    }

    @Test
    void aTokenIsToldOfOnceInItsLastFourteenDays() {
        // Given tokens of 15 and 100 days
        String soon = token("soon", 15);
        token("late", 100);
        Hook hook = Webhooks.register(alice, Webhooks.OWN, receiver.url(), EVENTS);
        sweep();
        hook.deliveries().then().body("total", equalTo(0));
        // When
        clock.advance(Duration.ofHours(25));
        sweep();
        sweep();
        // Then
        Request request = receiver.await(1).get(0);
        assertThat(request.json().getString("type")).isEqualTo("token.expiring");
        Map<String, Object> data = request.json().getMap("data");
        assertThat(data)
                .containsOnlyKeys("token_id", "name", "token_prefix", "expires_at")
                .containsEntry("token_id", soon)
                .containsEntry("name", "soon");
        assertThat((String) data.get("expires_at")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        hook.awaitNewest("delivered", 1).then().body("total", equalTo(1));
        // And when it is added again, it stays as it is
        redis.send(Command.DEL, "3daigc:webhooks:told:" + alice.userId());
        sweep();
        hook.deliveries()
                .then()
                .body("total", equalTo(1))
                .body("deliveries[0].status", equalTo("delivered"))
                .body("deliveries[0].attempts", equalTo(1));
        // And a full queue drops nothing that it has had before
        for (int i = 0; i < 1000; i++) {
            redis.send(Command.ZADD, "3daigc:webhook:due:" + hook.id(), "9000000000000", "msg_" + i);
        }
        redis.send(Command.DEL, "3daigc:webhooks:told:" + alice.userId());
        sweep();
        hook.get().then().body("webhook.dropped_deliveries", equalTo(0));
    }

    @Test
    void theServersWebhooksAreToldOfTokensOfServiceAccounts() {
        Account admin = accounts.createAdmin();
        token("mine", 10);
        Hook hook = Webhooks.register(admin, Webhooks.SERVER, receiver.url(), EVENTS);
        String service = as(admin)
                .contentType(ContentType.JSON)
                .body(Map.of("name", Api.unique("gpu-"), "expires_in_days", 10))
                .post(Api.SERVICE_ACCOUNTS)
                .path("user.user_id");
        sweep();
        assertThat(receiver.await(1))
                .extracting(request -> request.json().getString("data.user_id"))
                .contains(service)
                .doesNotContain(alice.userId());
        as(admin).delete(hook.path()).then().statusCode(200);
    }

    @Test
    void endpointsWithoutTheirAccountAreRemoved() {
        Hook hook = Webhooks.register(alice, receiver.url());
        redis.send(Command.DEL, "3daigc:user:" + alice.userId());
        sweep();
        assertThat(redis.dump()).doesNotContain(hook.id());
    }

    private String token(String name, int days) {
        return as(alice)
                .contentType(ContentType.JSON)
                .body(Map.of("token_name", name, "expires_in_days", days))
                .post(Api.TOKENS)
                .path("token_info.id");
    }

    private void sweep() {
        sweeper.sweep().await().atMost(Duration.ofSeconds(10));
    }
}
