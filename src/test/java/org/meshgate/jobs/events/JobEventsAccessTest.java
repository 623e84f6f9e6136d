package org.meshgate.jobs.events;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.EventListener;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Streams of events whose listener loses the right to hear them. Without the rule each would go on for five minutes. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobEventsAccessTest {

    @TestHTTPResource("/")
    URI server;

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    @Inject
    JobEvents events;

    private Account alice;
    private Account admin;
    private String id;

    @BeforeEach
    void aJob() {
        alice = Api.register();
        admin = accounts.createAdmin();
        id = Jobs.submit(alice);
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void logoutEndsOnlyTheStreamsOfItsToken() {
        // Given two sessions that listen
        String other = Api.login(alice.username(), PASSWORD).path("token");
        int before = events.size();
        EventListener listener = listen(alice.token());
        EventListener stays = listen(other);
        assertThat(events.size()).isEqualTo(before + 2);
        // When one of them logs out
        as(alice).post(USERS + "/logout").then().statusCode(200);
        // Then its stream ends without the end of the job
        listener.awaitsEnd();
        assertThat(listener.lines()).noneMatch(line -> line.contains("done"));
        await().until(() -> events.size() == before + 1);
        // And the other goes on
        as(other).post(Jobs.job(id) + "/cancel").then().statusCode(200);
        stays.awaits("event: done");
    }

    @Test
    void aRevokedTokenEndsItsStream() {
        String token = Api.createToken(alice, "listener");
        EventListener listener = listen(token);
        as(alice).delete(TOKENS + "/" + token).then().statusCode(200);
        listener.awaitsEnd();
    }

    @Test
    void removalOfTheTokenFromRedisEndsItsStream() {
        String token = Api.createToken(alice, "listener");
        EventListener listener = listen(token);
        redis.send(Command.DEL, "3daigc:token:" + Api.sha256(token));
        listener.awaitsEnd();
    }

    @Test
    void anExpiredTokenEndsItsStream() {
        String token = as(alice)
                .contentType("application/json")
                .body(Map.of("token_name", "for a day", "expires_in_days", 1))
                .post(TOKENS)
                .path("token");
        EventListener listener = listen(token);
        clock.advance(Duration.ofDays(1));
        listener.awaitsEnd();
    }

    @Test
    void aRotatedTokenEndsItsStreamAtTheEndOfItsGrace() {
        // Given a token for ever, which listens and is then rotated
        String token = Api.createToken(alice, "listener");
        EventListener listener = listen(token);
        as(token)
                .contentType("application/json")
                .body(Map.of("grace_seconds", 3600))
                .post(TOKENS + "/" + as(token).get(Api.ME).path("token.id") + "/rotate")
                .then()
                .statusCode(200);
        // When the grace is over
        await().until(() -> as(token).get(Api.ME).path("token.expires_at") != null);
        clock.advance(Duration.ofHours(1));
        // Then
        listener.awaitsEnd();
    }

    @Test
    void disablingTheUserEndsTheStream() {
        EventListener listener = listen(alice.token());
        change(alice, Map.of("is_active", false));
        listener.awaitsEnd();
    }

    @Test
    void deletionOfTheUserEndsTheStream() {
        EventListener listener = listen(alice.token());
        as(admin).delete(ADMIN_USERS + "/" + alice.userId()).then().statusCode(200);
        listener.awaitsEnd();
    }

    @Test
    void aChangeOfThePasswordEndsTheStreamsOfOtherLogins() {
        String other = Api.login(alice.username(), PASSWORD).path("token");
        EventListener listener = listen(other);
        as(alice)
                .contentType("application/json")
                .body(Map.of("old_password", PASSWORD, "new_password", "another good password"))
                .put(USERS + "/me/password")
                .then()
                .statusCode(200);
        listener.awaitsEnd();
    }

    @Test
    void losingTheAdminRoleEndsStreamsOfForeignJobs() {
        Account second = accounts.createAdmin();
        EventListener listener = listen(second.token());
        change(second, Map.of("role", "user"));
        listener.awaitsEnd();
    }

    @Test
    void eventsLinkNeedsNoHeader() {
        EventListener listener = EventListener.withoutToken(URI.create(eventsUrl(alice)));
        listener.awaits("event: status");
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200);
    }

    @Test
    void eventsLinkOpensOnlyItsJob() {
        String url = eventsUrl(alice);
        String query = url.substring(url.indexOf('?'));
        assertProblem(
                given().urlEncodingEnabled(false).get(Jobs.job(id) + "/events" + query),
                403,
                "LINK_INVALID",
                "This link is not valid.");
        assertProblem(given().get(Jobs.job(id) + "/events"), 401, "TOKEN_REQUIRED", containsString("missing"));
    }

    @Test
    void submitOnlyTokenGetsNoReadLinks() {
        String submitter = Api.createToken(alice, "submitter", List.of("jobs:write"));
        String url = as(submitter)
                .contentType("application/json")
                .body(Map.of("prompt", "a cat"))
                .post(Jobs.SUBMIT)
                .path("events_url");
        assertThat(url).endsWith("/events");
        assertProblem(as(submitter).get(url), 403, "INSUFFICIENT_SCOPE", containsString("jobs:read"));
    }

    @Test
    void linkedStreamEndsWithTheAccountOfItsViewer() {
        EventListener listener = EventListener.withoutToken(URI.create(eventsUrl(alice)));
        change(alice, Map.of("is_active", false));
        listener.awaitsEnd();
    }

    @Test
    void linkedStreamOutlivesLogoutAndEndsWithTheLink() {
        // Given a stream that goes on after a logout, as all links do
        String url = eventsUrl(alice);
        EventListener listener = EventListener.withoutToken(URI.create(url));
        as(alice).post(USERS + "/logout").then().statusCode(200);
        given().urlEncodingEnabled(false)
                .head(url.replace("/events", ""))
                .then()
                .statusCode(401);
        assertThat(listener.end()).isNotDone();
        // When the link ends
        clock.advance(Duration.ofDays(8));
        // Then the stream does
        listener.awaitsEnd();
    }

    /** Of another job than {@link #id}. */
    private static String eventsUrl(Account caller) {
        return as(caller)
                .contentType("application/json")
                .body(Map.of("prompt", "a cat"))
                .post(Jobs.SUBMIT)
                .path("events_url");
    }

    private void change(Account account, Map<String, Object> what) {
        as(admin)
                .contentType("application/json")
                .body(what)
                .patch(ADMIN_USERS + "/" + account.userId())
                .then()
                .statusCode(200);
    }

    private EventListener listen(String token) {
        EventListener listener = EventListener.with(server.resolve(Jobs.job(id) + "/events"), token);
        listener.awaits("event: status");
        return listener;
    }
}
