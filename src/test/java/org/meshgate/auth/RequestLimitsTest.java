package org.meshgate.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.UNKNOWN_TOKEN;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.createToken;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.identity.RandomTokens;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GivenThrottleTime;
import org.meshgate.testing.Metrics;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** The general limit: four requests at once, and then one in fifteen seconds. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(RequestLimitsTest.FourAMinute.class)
class RequestLimitsTest {

    private static final String AUTH_STATUS = "/api/v1/system/auth-status";
    private static final String POLICY = "\"caller\";q=4;w=60";

    public static class FourAMinute implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "meshgate.server.trusted_proxies",
                    "127.0.0.0/8,::1",
                    "meshgate.server.forwarded_header",
                    "forwarded",
                    "meshgate.security.rate_limit_per_minute",
                    "4");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(GivenThrottleTime.class);
        }
    }

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    @BeforeEach
    void stopTheClock() {
        clock.stop();
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void rateLimitHeadersCountDown() {
        // Given
        Account alice = accounts.createAdmin();
        // When
        for (int left = 3; left >= 0; left--) {
            as(alice)
                    .get(ME)
                    .then()
                    .statusCode(200)
                    .header("RateLimit-Policy", equalTo(POLICY))
                    .header("RateLimit", matchesPattern("\"caller\";r=" + left + ";t=\\d+"));
        }
        // Then
        Response refused = as(alice).get(ME);
        assertProblem(
                        refused,
                        429,
                        "RATE_LIMITED",
                        equalTo("Too many requests. Slow down, and try again in 15 seconds."))
                .header("Retry-After", equalTo("15"))
                .header("RateLimit-Policy", equalTo(POLICY))
                .header("RateLimit", equalTo("\"caller\";r=0;t=15"));
        assertThat(refused.headers().getList("RateLimit")).hasSize(1);
        // And for others nothing has changed
        as(accounts.createAdmin()).get(ME).then().statusCode(200);
    }

    @Test
    void limitCountsTheUserAcrossTokensAndAddresses() {
        Account alice = accounts.createAdmin();
        for (int i = 0; i < 3; i++) {
            createToken(alice, "token " + i);
        }
        from(address())
                .header("Authorization", "Bearer " + alice.token())
                .get(ME)
                .then()
                .statusCode(200);
        from(address())
                .header("Authorization", "Bearer " + alice.token())
                .get(ME)
                .then()
                .statusCode(429);
    }

    @Test
    void problemsHaveRateLimitHeadersAndCount() {
        Account alice = accounts.createAdmin();
        as(alice)
                .get("/api/v1/system/jobs/none")
                .then()
                .statusCode(404)
                .header("RateLimit", matchesPattern("\"caller\";r=3;t=\\d+"));
    }

    @Test
    void anonymousRequestsAreCountedByAddress() {
        // Given an address with one request to a public route and three with a token that nobody has
        String home = address();
        from(home).get(AUTH_STATUS).then().statusCode(200).header("RateLimit-Policy", equalTo(POLICY));
        for (int i = 0; i < 3; i++) {
            from(home)
                    .header("Authorization", "Bearer " + UNKNOWN_TOKEN)
                    .get(ME)
                    .then()
                    .statusCode(401);
        }
        // Then no more of either
        from(home)
                .header("Authorization", "Bearer " + UNKNOWN_TOKEN)
                .get(ME)
                .then()
                .statusCode(429);
        assertProblem(from(home).get(AUTH_STATUS), 429, "RATE_LIMITED", matchesPattern("Too many requests.*"));
        // But whoever has a valid token there, and whoever is elsewhere
        from(home)
                .header("Authorization", "Bearer " + accounts.createAdmin().token())
                .get(ME)
                .then()
                .statusCode(200);
        from(address()).get(AUTH_STATUS).then().statusCode(200);
    }

    @Test
    void missingTokensAreCounted() {
        // Given an address with four requests that have none, or what is none
        String home = address();
        for (int i = 0; i < 2; i++) {
            from(home).get(ME).then().statusCode(401);
            from(home).header("Authorization", "Basic YTpi").get(ME).then().statusCode(401);
        }
        // Then no more
        assertProblem(from(home).get(ME), 429, "RATE_LIMITED", matchesPattern("Too many requests.*"));
    }

    @Test
    void rateLimitAppliesBeforeRedis() {
        // Given an address that has nothing left
        String home = address();
        for (int i = 0; i < 4; i++) {
            bearer(home, RandomTokens.next()).get(ME).then().statusCode(401);
        }
        // When it goes on with other random tokens
        Map<String, Double> risen = metrics().risenBy(() -> {
            for (int i = 0; i < 100; i++) {
                bearer(home, RandomTokens.next()).get(ME).then().statusCode(429);
            }
        });
        // Then none of them was looked up
        assertThat(risen).containsEntry("meshgate_throttled_total{limit=\"requests\"}", 100.0);
        assertThat(risen.keySet()).noneMatch(name -> name.startsWith("meshgate_token_checks"));
    }

    @Test
    void rateLimitedUserCausesNoTokenLookup() {
        // Given a user with a token that was never used, and nothing left
        Account alice = accounts.createAdmin();
        String unused = createToken(alice, "unused");
        for (int i = 0; i < 3; i++) {
            as(alice).get(ME).then().statusCode(200);
        }
        // When
        Map<String, Double> risen =
                metrics().risenBy(() -> as(unused).get(ME).then().statusCode(429));
        // Then
        assertThat(risen.keySet()).noneMatch(name -> name.startsWith("meshgate_token_checks"));
    }

    @Test
    void tokenOfAnotherReplicaIsNotCountedByAddress() {
        // Given a token that this process has not made
        String home = address();
        Account alice = accounts.createAdmin();
        String foreign = RandomTokens.next();
        redis.set("token:" + Api.sha256(foreign), redis.get("token:" + Api.sha256(alice.token())));
        // When it is used
        bearer(home, foreign)
                .get(ME)
                .then()
                .statusCode(200)
                .header("RateLimit", matchesPattern("\"caller\";r=3;t=\\d+"));
        // Then the address has all that it had
        for (int i = 0; i < 4; i++) {
            bearer(home, RandomTokens.next()).get(ME).then().statusCode(401);
        }
        bearer(home, RandomTokens.next()).get(ME).then().statusCode(429);
        // And the token is known as its user's
        bearer(home, foreign).get(ME).then().statusCode(200);
    }

    @Test
    void healthNeedsNoKey() {
        String home = address();
        for (int i = 0; i < 5; i++) {
            from(home).get(AUTH_STATUS);
        }
        from(home).get(AUTH_STATUS).then().statusCode(429);
        for (int i = 0; i < 20; i++) {
            from(home).get("/health").then().statusCode(200).header("RateLimit", equalTo(null));
            from(home).get("/api/v1/system/health").then().statusCode(200);
            from(home).get("/openapi.json").then().statusCode(200);
        }
    }

    private Metrics metrics() {
        return new Metrics(metrics);
    }

    private static RequestSpecification bearer(String address, String token) {
        return from(address).header("Authorization", "Bearer " + token);
    }

    private static String address() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "198." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
    }

    /** Also with the header that is not read. */
    private static RequestSpecification from(String address) {
        return given().header("Forwarded", "for=6.6.6.6, for=" + address + ";proto=https")
                .header("X-Forwarded-For", address());
    }
}
