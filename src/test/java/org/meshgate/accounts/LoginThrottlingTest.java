package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.meshgate.accounts.RemoteVisitors.TOO_MANY;
import static org.meshgate.accounts.RemoteVisitors.WRONG;
import static org.meshgate.accounts.RemoteVisitors.address;
import static org.meshgate.accounts.RemoteVisitors.from;
import static org.meshgate.accounts.RemoteVisitors.login;
import static org.meshgate.accounts.RemoteVisitors.register;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.identity.password.PasswordHasher;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.TestClock;

/** Throttling of password attempts, behind a proxy that forwards client addresses. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.Throttling.class)
class LoginThrottlingTest {

    @Inject
    TestClock clock;

    @Inject
    Accounts accounts;

    @Inject
    PasswordHasher hasher;

    @BeforeEach
    void time() {
        clock.stop();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void afterTheQuotaAnAttemptHasToWaitAndTheRightPasswordWorksAfterTheWait() {
        // Given
        Account alice = accounts.createAdmin();
        String home = address();
        assertThat(statuses(home, alice.username(), 3)).containsOnly(401);
        // When
        long before = hasher.computations();
        Response refused = login(home, alice.username(), PASSWORD);
        // Then also the right one has to wait, and costs no hashing
        assertProblem(refused, 429, "LOGIN_THROTTLED", String.format(TOO_MANY, 20))
                .header("Retry-After", equalTo("20"))
                .header("RateLimit-Policy", equalTo("\"login\";q=3;w=60"))
                .header("RateLimit", equalTo("\"login\";r=0;t=20"));
        assertThat(hasher.computations()).isEqualTo(before);
        // And is taken when the time has passed, whatever was tried meanwhile
        assertThat(statuses(home, alice.username(), 5)).containsOnly(429);
        clock.advance(Duration.ofSeconds(20));
        login(home, alice.username(), PASSWORD).then().statusCode(200);
        // And it has cleared the account of suspicion
        assertThat(statuses(home, alice.username(), 2)).containsOnly(401);
    }

    @Test
    void delaysGrowWithEachWrongPasswordAndEndWithTheRightOne() {
        // Given
        Account alice = accounts.createAdmin();
        String home = address();
        statuses(home, alice.username(), 3);
        // When
        List<Integer> delays = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int delay = Integer.parseInt(login(home, alice.username(), WRONG).header("Retry-After"));
            delays.add(delay);
            clock.advance(Duration.ofSeconds(delay));
            login(home, alice.username(), WRONG).then().statusCode(401);
        }
        // Then they double up to five minutes
        assertThat(delays).allSatisfy(delay -> assertThat(delay).isPositive());
        assertThat(delays.get(0)).isBetween(19, 20);
        assertThat(delays.get(1)).isBetween(39, 40);
        assertThat(delays.get(2)).isBetween(79, 80);
        assertThat(delays.get(3)).isBetween(159, 160);
        assertThat(delays.get(4)).isBetween(299, 300);
        // And the right password ends that
        clock.advance(Duration.ofMinutes(5));
        login(home, alice.username(), PASSWORD).then().statusCode(200);
        assertThat(statuses(home, alice.username(), 3)).containsOnly(401);
        assertThat(Integer.parseInt(login(home, alice.username(), WRONG).header("Retry-After")))
                .isBetween(19, 20);
    }

    @Test
    void ofAHundredWrongLoginsAtOnceNoMoreThanTheLimitAreTried() throws Exception {
        // Given
        Account alice = accounts.createAdmin();
        String home = address();
        long before = hasher.computations();
        ExecutorService attackers = Executors.newFixedThreadPool(50);
        List<Callable<Integer>> attempts = IntStream.range(0, 100)
                .mapToObj(i -> (Callable<Integer>)
                        () -> login(home, alice.username(), WRONG).statusCode())
                .toList();
        // When
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : attackers.invokeAll(attempts)) {
            statuses.add(answer.get());
        }
        attackers.shutdown();
        // Then
        assertThat(statuses)
                .containsOnly(401, 429)
                .filteredOn(status -> status == 401)
                .hasSize(3);
        assertThat(hasher.computations() - before).isEqualTo(3);
    }

    @Test
    void aNameIsCountedInAnyCaseAndAnEmailAddressForItself() {
        Account alice = accounts.createAdmin();
        String home = address();
        login(home, alice.username(), WRONG).then().statusCode(401);
        login(home, alice.username().toUpperCase(Locale.ROOT), WRONG).then().statusCode(401);
        login(home, " " + alice.username() + " ", WRONG).then().statusCode(401);
        login(home, alice.username(), WRONG).then().statusCode(429);
        assertThat(statuses(home, alice.email(), 3)).containsOnly(401);
        login(home, alice.email(), WRONG).then().statusCode(429);
    }

    @Test
    void noCounterTellsThatANameAndAnEmailAddressAreOneAccount() {
        // Given an account, and a name and an address that nobody has
        Account alice = accounts.createAdmin();
        List<List<String>> pairs = List.of(
                List.of(alice.username(), alice.email()),
                List.of(unique("nobody-"), unique("nobody-") + "@example.com"));
        for (List<String> pair : pairs) {
            // When all attempts at the name are used up, from one network and from many
            String home = address();
            assertThat(statuses(home, pair.get(0), 4)).containsExactly(401, 401, 401, 429);
            for (int i = 3; i < 8; i++) {
                login(address(), pair.get(0), WRONG).then().statusCode(401);
            }
            login(address(), pair.get(0), WRONG).then().statusCode(429);
            // Then the address has all of its own
            assertThat(statuses(home, pair.get(1), 3)).containsOnly(401);
            for (int i = 3; i < 8; i++) {
                login(address(), pair.get(1), WRONG).then().statusCode(401);
            }
            assertProblem(
                            login(address(), pair.get(1), WRONG),
                            429,
                            "LOGIN_THROTTLED",
                            matchesPattern(".* in 4[45]\\d seconds\\."))
                    .header("RateLimit-Policy", equalTo("\"login-account\";q=8;w=3600"));
        }
    }

    @Test
    void anAccountIsCountedBehindAllOfItsNames() {
        // Given an account of which all attempts by name and by address are used up
        Account alice = accounts.createAdmin();
        for (int i = 0; i < 8; i++) {
            login(address(), alice.username(), WRONG).then().statusCode(401);
            login(address(), alice.email(), WRONG).then().statusCode(401);
        }
        // When it gets another address
        String email = unique("other-") + "@example.com";
        from(address())
                .header("Authorization", "Bearer " + accounts.createAdmin().token())
                .contentType("application/json")
                .body(Map.of("email", email))
                .patch(USERS + "/admin/users/" + alice.userId())
                .then()
                .statusCode(200);
        // Then that brings no further attempts
        assertProblem(login(address(), email, WRONG), 429, "LOGIN_THROTTLED", matchesPattern(".* in 22\\d seconds\\."))
                .header("RateLimit-Policy", equalTo("\"login-account-total\";q=16;w=3600"));
    }

    @Test
    void anUnknownNameIsThrottledTheSame() {
        // Given
        String home = address();
        String nobody = unique("nobody-");
        // When
        assertThat(statuses(home, nobody, 3)).containsOnly(401);
        Response unknown = login(home, nobody, WRONG);
        // Then
        assertProblem(unknown, 429, "LOGIN_THROTTLED", String.format(TOO_MANY, 20))
                .header("RateLimit-Policy", equalTo("\"login\";q=3;w=60"));
        login(home, nobody.toUpperCase(Locale.ROOT), WRONG).then().statusCode(429);
        login(home, unique("nobody-"), WRONG).then().statusCode(401);
    }

    @Test
    void oneAddressCannotTryManyAccounts() {
        // Given an address that tries six names
        String home = address();
        for (int i = 0; i < 6; i++) {
            login(home, unique("nobody-"), WRONG).then().statusCode(401);
        }
        // Then the seventh has to wait, and other addresses have not
        assertProblem(login(home, unique("nobody-"), WRONG), 429, "LOGIN_THROTTLED", String.format(TOO_MANY, 10))
                .header("RateLimit-Policy", equalTo("\"login-address\";q=6;w=60"));
        login(address(), unique("nobody-"), WRONG).then().statusCode(401);
    }

    @Test
    void manyAddressesCannotTryOneAccountButItsOwnerIsHeard() {
        // Given alice, who has logged in at home before
        Account alice = accounts.createAdmin();
        String home = address();
        login(home, alice.username(), PASSWORD).then().statusCode(200);
        // When others try her account from eight addresses
        for (int i = 0; i < 8; i++) {
            login(address(), alice.username(), WRONG).then().statusCode(401);
        }
        // Then a ninth has to wait, even with the right password
        assertProblem(
                        login(address(), alice.username(), PASSWORD),
                        429,
                        "LOGIN_THROTTLED",
                        String.format(TOO_MANY, 450))
                .header("RateLimit-Policy", equalTo("\"login-account\";q=8;w=3600"));
        // And alice at home has not, but for the limit of her own
        login(home, alice.username(), PASSWORD).then().statusCode(200);
        assertThat(statuses(home, alice.username(), 3)).containsOnly(401);
        assertProblem(login(home, alice.username(), PASSWORD), 429, "LOGIN_THROTTLED", String.format(TOO_MANY, 20))
                .header("RateLimit-Policy", equalTo("\"login\";q=3;w=60"));
    }

    @Test
    void anAddressThatMadeTheAccountIsKnownToIt() {
        // Given alice, who made her account at home and has not logged in since
        String home = address();
        String name = unique("alice-");
        register(home, name, PASSWORD).then().statusCode(200);
        // When others try her account from many addresses
        for (int i = 0; i < 8; i++) {
            login(address(), name, WRONG).then().statusCode(401);
        }
        // Then she is heard at home, and nobody is elsewhere
        login(address(), name, PASSWORD).then().statusCode(429);
        login(home, name, PASSWORD).then().statusCode(200);
        // And who failed to make an account there is not
        String guest = address();
        register(guest, name, PASSWORD).then().statusCode(409);
        login(guest, name, PASSWORD).then().statusCode(429);
    }

    @Test
    void addressesOfOneIpv6NetworkAreOne() {
        Account alice = accounts.createAdmin();
        String network =
                "2001:db8:" + Integer.toHexString(ThreadLocalRandom.current().nextInt(0x10000)) + ":1:";
        for (int i = 1; i <= 3; i++) {
            login(network + ":" + i, alice.username(), WRONG).then().statusCode(401);
        }
        login(network + "ffff::1", alice.username(), WRONG).then().statusCode(429);
    }

    private List<Integer> statuses(String address, String name, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> login(address, name, WRONG).statusCode())
                .toList();
    }
}
