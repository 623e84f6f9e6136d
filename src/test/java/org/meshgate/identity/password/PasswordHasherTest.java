package org.meshgate.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.login;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

/** With one hash thread and one place in the queue: further logins are refused, and token checks are not delayed. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(RealPasswordCost.class)
class PasswordHasherTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Inject
    PasswordHasher hasher;

    @Test
    void aFloodOfLoginsIsTurnedAwayAndTokenChecksGoOn() throws Exception {
        // Given
        Api.Account alice = Api.register();
        ExecutorService flood = Executors.newFixedThreadPool(20);
        List<Callable<Response>> logins = IntStream.range(0, 40)
                .mapToObj(i -> (Callable<Response>) () -> login(alice.username(), "wrong password"))
                .toList();
        // When
        List<Future<Response>> answers = logins.stream().map(flood::submit).toList();
        // Then
        for (int i = 0; i < 10; i++) {
            as(alice).get(ME).then().statusCode(200);
        }
        List<Response> all = new java.util.ArrayList<>();
        for (Future<Response> answer : answers) {
            all.add(answer.get());
        }
        flood.shutdown();
        assertThat(all.stream().map(Response::statusCode).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(401, 503);
        Response turnedAway =
                all.stream().filter(r -> r.statusCode() == 503).findFirst().orElseThrow();
        assertProblem(turnedAway, 503, "BUSY", "Too many logins at once. Try again in a moment.")
                .header("Retry-After", equalTo("2"));
    }

    @Test
    void theLoginOfADisconnectedClientIsNotHashed() throws Exception {
        // Given a pool that is held, and a login that waits for it
        Api.Account alice = Api.register();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<String> holder = hasher.hash("holder", () -> {
                    held.countDown();
                    return !released(release);
                })
                .subscribeAsCompletionStage();
        held.await();
        long before = hasher.computations();
        try (Socket client = new Socket(RestAssured.baseURI.replaceFirst(".*//", ""), RestAssured.port)) {
            String body = "{\"username\":\"" + alice.username() + "\",\"password\":\"wrong password\"}";
            client.getOutputStream()
                    .write(("POST /api/v1/users/login HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                    + body)
                            .getBytes(StandardCharsets.US_ASCII));
            // only who is still there takes a place from those who have left
            await(() -> hasher.hash("probe", () -> true)
                    .subscribeAsCompletionStage()
                    .isCompletedExceptionally());
        }
        // When its client leaves
        List<CompletableFuture<String>> after = new ArrayList<>();
        await(() -> {
            CompletableFuture<String> next = hasher.hash("next", () -> false).subscribeAsCompletionStage();
            after.add(next);
            return !next.isCompletedExceptionally();
        });
        release.countDown();
        holder.get();
        after.get(after.size() - 1).get();
        // Then its place went to another, and only the two that stayed were hashed
        assertThat(hasher.computations() - before).isEqualTo(2);
    }

    private static boolean released(CountDownLatch release) {
        try {
            return release.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
