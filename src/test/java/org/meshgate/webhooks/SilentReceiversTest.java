package org.meshgate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.webhooks.Webhooks.Hook;

/** More attempts hang than may hang at a time. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class SilentReceiversTest {

    private static final int USERS = 10;
    private static final int HOOKS = 10;
    private static final int JOBS = 8;

    @Inject
    RedisView redis;

    @BeforeEach
    void emptyQueue() {
        redis.clearQueue();
    }

    @Test
    void receiverThatAnswersGetsItsDeliveryWhileAllOthersHang() throws IOException {
        // Given: 800 deliveries to a server that accepts connections and says nothing
        try (ServerSocket silent = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
                Receiver receiver = new Receiver()) {
            Account alice = Api.register();
            Webhooks.register(alice, receiver.url());
            List<Hook> hooks = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                Account user = Api.register();
                for (int j = 0; j < HOOKS; j++) {
                    hooks.add(Webhooks.register(user, "http://127.0.0.1:" + silent.getLocalPort() + "/" + j));
                }
            }
            for (int i = 0; i < USERS; i++) {
                for (int j = 0; j < JOBS; j++) {
                    Webhooks.endJob(hooks.get(i * HOOKS).owner());
                }
            }
            // When
            String job = Webhooks.endJob(alice);
            // Then
            assertThat(receiver.await(1).get(0).json().getString("data.job_id")).isEqualTo(job);
            List<Integer> attempts = hooks.stream()
                    .flatMap(hook -> hook.deliveries().<List<Integer>>path("deliveries.attempts").stream())
                    .toList();
            assertThat(attempts).hasSize(USERS * HOOKS * JOBS);
            assertThat(attempts)
                    .as("those that hang still do")
                    .filteredOn(made -> made == 0)
                    .hasSizeGreaterThan(640);
            hooks.forEach(
                    hook -> Api.as(hook.owner()).delete(hook.path()).then().statusCode(200));
        }
    }
}
