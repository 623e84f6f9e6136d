package org.meshgate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.login;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

/** One password at a time, one waiting: the rest is turned away, and token checks go on. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(PasswordHasherTest.NarrowPool.class)
class PasswordHasherTest {

    public static class NarrowPool implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("meshgate.security.password_hash_threads", "1", "meshgate.security.password_hash_queue", "1");
        }
    }

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
}
