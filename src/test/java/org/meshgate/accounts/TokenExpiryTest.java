package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshgate.identity.store.TokenStore;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.TestClock;

/** The ends of tokens: how they are announced and found. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class TokenExpiryTest {

    @Inject
    TestClock clock;

    @Inject
    TokenStore store;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void inItsLastTwoWeeksAnApiTokenTellsWhenItEnds() {
        // Given
        Account alice = Api.register();
        Response made = create(alice, "{\"token_name\":\"quarter\",\"expires_in_days\":90}");
        String token = made.path("token");
        Instant end = Instant.parse(made.path("token_info.expires_at"));
        // When more than two weeks are left
        clock.advance(Duration.ofDays(76).minusSeconds(60));
        assertThat(as(token).get(TOKENS).header("Token-Expires")).isNull();
        // Then two weeks before the end every answer has the time, refusals too
        clock.advance(Duration.ofMinutes(2));
        for (String path : List.of(TOKENS, "/api/v1/auth/verify", "/api/v1/system/jobs/unknown", Api.ADMIN_USERS)) {
            String header = as(token).get(path).header("Token-Expires");
            assertThat(header).as(path).matches("[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
            assertThat(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header)))
                    .isEqualTo(end.truncatedTo(ChronoUnit.SECONDS));
        }
        // And neither those of another token nor public ones, nor after the end
        assertThat(as(alice).get(TOKENS).header("Token-Expires")).isNull();
        assertThat(as(token).get("/health").header("Token-Expires")).isNull();
        clock.advance(Duration.ofDays(14));
        assertThat(as(token).get(TOKENS).header("Token-Expires")).isNull();
    }

    @Test
    void tokensThatEndWithinATimeAreFoundInTheOrderOfTheirEnds() {
        // Given
        Account alice = Api.register();
        for (int days : List.of(20, 5, 10, 1)) {
            create(alice, "{\"token_name\":\"" + days + "\",\"expires_in_days\":" + days + "}");
        }
        create(alice, "{\"token_name\":\"forever\"}");
        Instant now = clock.instant();
        // Then
        assertThat(ending(alice, now.plus(Duration.ofDays(2)), now.plus(Duration.ofDays(15)), 10))
                .containsExactly("5", "10");
        assertThat(ending(alice, now, now.plus(Duration.ofDays(30)), 2)).containsExactly("1", "5");
        assertThat(ending(alice, now, now.plus(Duration.ofHours(1)), 10)).isEmpty();
        assertThat(ending(Api.register(), now, now.plus(Duration.ofDays(30)), 10))
                .isEmpty();
        // And the end of the time before is not in the next one
        Instant end = Instant.parse(as(alice).get(TOKENS).path("tokens.find { it.name == '5' }.expires_at"));
        assertThat(ending(alice, now, end, 10)).containsExactly("1", "5");
        assertThat(ending(alice, end, now.plus(Duration.ofDays(15)), 10)).containsExactly("10");
    }

    private List<String> ending(Account account, Instant after, Instant until, int max) {
        return store.ending(account.userId(), after, until, max).await().atMost(Duration.ofSeconds(10)).stream()
                .map(ApiToken::name)
                .toList();
    }

    @Test
    void aSessionDoesNotTellWhenItEnds() {
        Account alice = Api.register();
        for (int i = 0; i < 4; i++) { // it must not be idle for too long
            clock.advance(Duration.ofDays(80));
            as(alice).get(TOKENS).then().statusCode(200);
        }
        clock.advance(Duration.ofDays(40));
        Response last = as(alice).get(TOKENS);
        last.then().statusCode(200);
        assertThat(last.header("Token-Expires")).isNull();
    }

    private static Response create(Account account, String body) {
        return as(account).contentType("application/json").body(body).post(TOKENS);
    }
}
