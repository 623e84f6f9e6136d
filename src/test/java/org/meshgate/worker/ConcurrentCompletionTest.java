package org.meshgate.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.testing.Workers.TEXTURED;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.files.UploadSamples;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.Workers;
import org.meshgate.testing.Workers.Lease;
import org.meshgate.testing.Workers.Worker;

/** Calls about one attempt that a worker sends at the same time. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ConcurrentCompletionTest {

    private static final int ROUNDS = 20;
    private static final int AT_ONCE = 8;

    private static final byte[] MESH = UploadSamples.glb(3000);

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    private final ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);

    private Account alice;
    private Worker worker;

    @BeforeEach
    void aWorker() {
        redis.clearQueue();
        alice = Api.register();
        worker = Workers.create(accounts.createAdmin());
    }

    @AfterEach
    void stop() {
        clients.shutdownNow();
    }

    private Lease claim() {
        redis.clearQueue();
        Jobs.submit(alice);
        return worker.claimOne(TEXTURED);
    }

    private List<Response> atOnce(List<Callable<Response>> calls) throws Exception {
        CountDownLatch start = new CountDownLatch(calls.size());
        List<Future<Response>> answers = new ArrayList<>();
        for (Callable<Response> call : calls) {
            answers.add(clients.submit(() -> {
                start.countDown();
                start.await();
                return call.call();
            }));
        }
        List<Response> all = new ArrayList<>();
        for (Future<Response> answer : answers) {
            all.add(answer.get());
        }
        return all;
    }

    @Test
    void theSameCompletionAtOnceIsAnsweredTheSame() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            // Given an attempt with a file
            Lease lease = claim();
            worker.upload(lease, "a.glb", MESH).then().statusCode(201);
            // When its worker completes it eight times at once
            List<Response> answers =
                    atOnce(Collections.nCopies(AT_ONCE, () -> worker.complete(lease, Map.of("result", "a.glb"))));
            // Then each call has the same answer
            assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode() + answer.asString())
                    .isEqualTo("200" + answers.get(0).asString())
                    .contains("completed"));
        }
    }

    @Test
    void otherEndsBesideACompletionAreAnsweredOnceAndLostElsewhere() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            // Given an attempt with two files
            Lease lease = claim();
            worker.upload(lease, "a.glb", MESH).then().statusCode(201);
            worker.upload(lease, "b.json", "{}".getBytes(StandardCharsets.UTF_8))
                    .then()
                    .statusCode(201);
            // When its worker ends it in several ways at once
            Callable<Response> a = () -> worker.complete(lease, Map.of("result", "a.glb"));
            Callable<Response> b = () -> worker.complete(lease, Map.of("result", "b.json"));
            List<Response> answers = atOnce(
                    List.of(a, b, () -> worker.fail(lease, "broken", false), a, b, () -> worker.release(lease), a, b));
            // Then a call is accepted or has lost the lease
            assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode() + answer.asString())
                    .matches("(?s)200.*|409.*LEASE_LOST.*"));
        }
    }
}
