package org.meshgate.worker.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

/** The workers of accounts in Redis. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class WorkerRegistryStoreTest {

    /** Before what other tests write, so that they can be forgotten without the others. */
    private static final Instant NOW = Instant.now().minus(Duration.ofHours(1));

    @Inject
    WorkerRegistryStore store;

    private final String account = Api.unique("account-");
    private final String other = Api.unique("other-");

    private static WorkerDescription claimer(String id, String account) {
        return new WorkerDescription(
                id,
                Optional.of(account),
                Optional.empty(),
                Optional.empty(),
                List.of("text_to_textured_mesh"),
                List.of(),
                List.of(),
                1,
                0,
                Optional.empty());
    }

    private void register(Instant time, WorkerDescription... workers) {
        Map<String, RegisteredWorker> batch = new LinkedHashMap<>();
        for (WorkerDescription worker : workers) {
            batch.put(worker.id(), new RegisteredWorker(worker, time, false));
        }
        get(store.register(batch, NOW));
    }

    private List<RegisteredWorker> workersOf(String owner) {
        return get(store.list(0, 2000)).workers().stream()
                .filter(worker -> worker.description().account().equals(Optional.of(owner)))
                .toList();
    }

    /** Forgets the workers of this test. */
    @AfterEach
    void forget() {
        for (int i = 0; i < 12; i++) {
            get(store.register(Map.of(), NOW.plus(Duration.ofDays(1)).plusSeconds(60)));
        }
    }

    @Test
    void anAccountHasAThousandWorkersAtMost() {
        // Given a worker of another account, the oldest of all
        register(NOW, claimer(other, other));
        // When an account names 1,100 workers
        for (int i = 0; i < 11; i++) {
            WorkerDescription[] some = new WorkerDescription[100];
            for (int j = 0; j < 100; j++) {
                some[j] = claimer(account + "-" + i + "-" + j, account);
            }
            register(NOW.plusMillis(i + 1), some);
        }
        // Then its oldest are forgotten, and no others
        assertThat(workersOf(account))
                .hasSize(1000)
                .noneMatch(worker -> worker.description().id().startsWith(account + "-0-"));
        assertThat(workersOf(other)).hasSize(1);
    }

    @Test
    void aHeartbeatRefreshesAWorkerOfItsAccountOnly() {
        // Given a worker that claimed
        register(NOW, claimer(account, account));
        // When heartbeats of its account and of another one name it, and one names an unknown worker
        register(NOW.plusMillis(5), WorkerDescription.unknown(account, Optional.of(account)));
        register(NOW.plusMillis(9), WorkerDescription.unknown(account, Optional.of(other)));
        register(NOW, WorkerDescription.unknown(other, Optional.of(other)));
        // Then the first counts, and the description stays
        assertThat(workersOf(account)).singleElement().satisfies(worker -> {
            assertThat(worker.lastSeen().toEpochMilli()).isEqualTo(NOW.toEpochMilli() + 5);
            assertThat(worker.description().features()).containsExactly("text_to_textured_mesh");
        });
        assertThat(workersOf(other)).isEmpty();
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}
