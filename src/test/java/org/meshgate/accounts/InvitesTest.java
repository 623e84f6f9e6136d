package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.json;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.accounts.invite.Invitations;
import org.meshgate.caller.Role;
import org.meshgate.identity.code.StoredInvite;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.store.UserStore.Creation;
import org.meshgate.identity.token.TokenIssuer;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.identity.user.User;
import org.meshgate.identity.user.UserFactory;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** A server with registration by invitation. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(InvitesTest.ByInvitation.class)
class InvitesTest {

    private static final String INVITES = USERS + "/admin/invites";

    public static class ByInvitation implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("meshgate.security.registration", "invite");
        }
    }

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    @Inject
    Invitations invitations;

    @Inject
    UserStore store;

    @Inject
    UserFactory users;

    @Inject
    TokenIssuer tokens;

    private Account admin;

    @BeforeEach
    void anAdministrator() {
        admin = accounts.createAdmin();
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void oneInvitationIsOneAccountAndRedisDoesNotHaveTheCode() {
        RestAssured.get("/api/v1/system/auth-status").then().body("registration", equalTo("invite"));
        // Given
        Response made = invite("{}");
        made.then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("invite_code", matchesPattern("p3i_[A-Za-z0-9_-]{24}"))
                .body("invite.invite_id", matchesPattern("inv_[0-9a-f]{16}"))
                .body("invite.created_by", equalTo(admin.userId()))
                .body("invite.email", equalTo(null));
        String code = made.path("invite_code");
        assertThat(made.<String>path("link"))
                .isEqualTo("http://localhost:" + RestAssured.port + "/console/#/register?code=" + code);
        assertThat(redis.dump()).doesNotContain(code);
        assertThat(as(admin).get(INVITES).asString()).doesNotContain(code);
        // When a name is taken the invitation stays
        assertThat(outcome(register(admin.username(), unique("a-") + "@example.com", code)))
                .isEqualTo("USERNAME_TAKEN");
        // Then
        assertThat(outcome(register(code))).isEqualTo("200");
        assertThat(outcome(register(code))).isEqualTo("INVITE_REQUIRED");
        assertThat(ids()).doesNotContain(made.<String>path("invite.invite_id"));
    }

    @Test
    void registrationRequiresAValidInvitation() {
        for (String code :
                new String[] {null, "", "p3i_", "p3i_AAAAAAAAAAAAAAAAAAAAAAAA", "*", "p3i_\u0000", "x".repeat(9999)}) {
            assertProblem(register(code), 403, "INVITE_REQUIRED", startsWith("Registration needs an invitation"));
        }
        assertThat(register(unique("u-"), "a@b.com", Map.of("a", 1)).statusCode())
                .isEqualTo(422);
    }

    @Test
    void ofManyWithOneCodeOneGetsIn() throws Exception {
        String code = invite("{}").path("invite_code");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> outcome(register(code)));
        }
        List<String> outcomes = new ArrayList<>();
        for (Future<String> future : threads.invokeAll(calls)) {
            outcomes.add(future.get());
        }
        threads.shutdown();
        assertThat(outcomes).containsOnlyOnce("200").contains("INVITE_REQUIRED");
    }

    @Test
    void anInvitationForAnAddressAdmitsNoOtherAddress() {
        String email = unique("guest-") + "@example.com";
        String code = invite("{\"email\":\"" + email.toUpperCase() + "\"}").path("invite_code");
        assertThat(outcome(register(code))).isEqualTo("INVITE_REQUIRED");
        assertThat(outcome(register(unique("g-"), email, code))).isEqualTo("200");
    }

    @Test
    void anInvitationEnds() {
        String code = invite("{\"expires_in_hours\":1}").path("invite_code");
        clock.advance(Duration.ofMinutes(61));
        assertThat(outcome(register(code))).isEqualTo("INVITE_REQUIRED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"role\":\"user\"}", "{\"is_active\":false}"})
    void anInvitationIsGoodAsLongAsItsMakerIsAnActiveAdministrator(String less) {
        // Given
        Response made = invite("{}");
        String code = made.path("invite_code");
        Account other = accounts.createAdmin();
        // When its maker is demoted or disabled
        change(other, admin, less).then().statusCode(200);
        // Then it works no more, and can still be seen and withdrawn
        assertProblem(register(code), 403, "INVITE_REQUIRED", startsWith("Registration needs an invitation"));
        as(other)
                .get(INVITES + "?limit=500")
                .then()
                .body("invites.invite_id", hasItem(made.<String>path("invite.invite_id")));
        // And works again when they are an administrator again
        change(other, admin, "{\"role\":\"admin\",\"is_active\":true}").then().statusCode(200);
        assertThat(outcome(register(code))).isEqualTo("200");
    }

    @Test
    void anInvitationOfADeletedAdministratorIsInvalid() {
        String code = invite("{}").path("invite_code");
        Account other = accounts.createAdmin();
        as(other).delete(ADMIN_USERS + "/" + admin.userId()).then().statusCode(200);
        assertThat(outcome(register(code))).isEqualTo("INVITE_REQUIRED");
    }

    @Test
    void anInvitationIsInvalidIfItsCreatorIsDemotedDuringRegistration() {
        // Given a registration whose invitation was found good
        String code = invite("{}").path("invite_code");
        String name = unique("late-");
        StoredInvite found = invitations
                .require(Optional.of(code), name + "@example.com")
                .await()
                .atMost(Duration.ofSeconds(10));
        // When its maker is demoted before the account is made
        change(accounts.createAdmin(), admin, "{\"role\":\"user\"}").then().statusCode(200);
        User user = users.create(name, name + "@example.com", "no hash", Role.USER);
        Creation creation = store.create(
                        user, tokens.issue(user.id(), "login", TokenKind.LOGIN, Optional.of(1)), Optional.of(found))
                .await()
                .atMost(Duration.ofSeconds(10));
        // Then
        assertThat(creation).isEqualTo(Creation.INVITE_GONE);
        assertThat(redis.exists("user:" + user.id())).isFalse();
        assertThat(redis.exists("invite:" + found.id())).isTrue();
    }

    @Test
    void anInvitationCanBeWithdrawn() {
        Response made = invite("{}");
        String id = made.path("invite.invite_id");
        assertThat(ids()).contains(id);
        as(admin).delete(INVITES + "/" + id).then().statusCode(200).body("message", equalTo("Invitation withdrawn"));
        assertThat(outcome(register(made.<String>path("invite_code")))).isEqualTo("INVITE_REQUIRED");
        assertThat(ids()).doesNotContain(id);
        for (String unknown : List.of(id, "inv_x", "all", "%00")) {
            assertProblem(as(admin).delete(INVITES + "/" + unknown), 404, "INVITE_NOT_FOUND", "Invitation not found");
        }
    }

    @Test
    void theListComesInPages() {
        List<String> made = new ArrayList<>();
        for (int hours : List.of(8760, 8759, 8758)) {
            made.add(invite("{\"expires_in_hours\":" + hours + "}").path("invite.invite_id"));
        }
        as(admin)
                .get(INVITES + "?limit=2&offset=1")
                .then()
                .statusCode(200)
                .body("invites.invite_id", equalTo(made.subList(1, 3)))
                .body("count", equalTo(2))
                .body("pagination.offset", equalTo(1));
        assertProblem(as(admin).get(INVITES + "?limit=0"), 422, "VALIDATION_FAILED", startsWith("limit must"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"expires_in_hours":0}             | 422
            {"expires_in_hours":-1}            | 422
            {"expires_in_hours":8761}          | 422
            {"expires_in_hours":1000000000000} | 422
            {"expires_in_hours":"1"}           | 422
            {"expires_in_hours":1.5}           | 422
            {"email":"nobody"}                 | 422
            {"email":"а@example.com"}          | 422
            {"email":5}                        | 422
            []                                 | 400
            """)
    void anInvalidInvitationRequestIsRefused(String body, int status) {
        assertThat(invite(body).statusCode()).isEqualTo(status);
    }

    @Test
    void onlyAdministratorsInvite() {
        String code = invite("{}").path("invite_code");
        Account alice = Api.register(unique("alice-"), code);
        for (Response answer : List.of(
                as(alice).contentType(ContentType.JSON).body("{}").post(INVITES),
                as(alice).get(INVITES),
                as(alice).delete(INVITES + "/inv_0000000000000000"))) {
            assertProblem(answer, 403, "ADMIN_REQUIRED", "Admin access required");
        }
        assertThat(List.of(
                        json("{}").post(INVITES).statusCode(),
                        RestAssured.get(INVITES).statusCode(),
                        as(Api.UNKNOWN_TOKEN).get(INVITES).statusCode(),
                        RestAssured.delete(INVITES + "/inv_0000000000000000").statusCode()))
                .containsOnly(401);
    }

    private Response invite(String body) {
        return as(admin).contentType(ContentType.JSON).body(body).post(INVITES);
    }

    private static Response change(Account by, Account whom, String change) {
        return as(by).contentType(ContentType.JSON).body(change).patch(ADMIN_USERS + "/" + whom.userId());
    }

    private List<String> ids() {
        return as(admin).get(INVITES + "?limit=500").path("invites.invite_id");
    }

    private static Response register(String code) {
        String name = unique("user-");
        return register(name, name + "@example.com", code);
    }

    private static Response register(String username, String email, Object code) {
        Map<String, Object> body = new HashMap<>(Map.of("username", username, "email", email, "password", PASSWORD));
        body.put("invite_code", code);
        return json(body).post(USERS + "/register");
    }

    private static String outcome(Response answer) {
        return answer.statusCode() == 200 ? "200" : answer.path("error");
    }
}
