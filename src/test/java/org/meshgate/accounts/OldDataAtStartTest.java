package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.json;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.OldRedis;
import org.meshgate.testing.OldRedisResource;
import org.meshgate.testing.RedisView;

/** The program starts on the data of 3DAIGC-API and indexes it by itself. */
@QuarkusTest
@QuarkusTestResource(value = OldRedisResource.class, restrictToAnnotatedClass = true)
class OldDataAtStartTest {

    @Inject
    RedisView redis;

    @Test
    void afterAMomentRegistrationAndAdministrationWork() {
        // Given a token that 3DAIGC-API made, which works at once
        String admin = OldRedis.token("admin login");
        as(admin).get(Api.ME).then().statusCode(200).body("user.role", equalTo("admin"));
        // When the indexes are there
        awaitRegistration();
        // Then administrators see everybody, newest first, except the one record that nobody can read
        Response list = as(admin).get(Api.ADMIN_USERS + "?limit=500");
        list.then().statusCode(200);
        assertThat(list.<java.util.List<String>>path("users.username"))
                .contains("admin", "alice", "Alice", "alice ", "   ", "nul\u0000name", "bare", "CAROL")
                .endsWith("bare");
        assertThat(list.<String>path("users.find { it.username == 'admin' }.created_at"))
                .isEqualTo("2026-02-01T06:22:26Z");
        assertThat(list.<Object>path("users.find { it.username == 'bare' }.created_at"))
                .isNull();
        // And an id that belonged to nobody is gone
        assertThat(redis.isMember("users:all", "user_a0000000000000dd")).isFalse();
        assertThat(redis.isMember("users:admins", OldRedis.ADMIN)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ALICE, new-1@example.com, USERNAME_TAKEN",
        "carol, new-2@example.com, USERNAME_TAKEN",
        "new-3, bOB@EXAMPLE.com, EMAIL_TAKEN",
        "new-4, dora@example.com, EMAIL_TAKEN"
    })
    void aNameOrAddressThatDiffersInCaseOnlyIsTaken(String username, String email, String error) {
        awaitRegistration();
        assertThat(register(username, email).<String>path("error")).isEqualTo(error);
    }

    @Test
    void theLastAdministratorOfTheOldServiceStays() {
        awaitRegistration();
        String name = Api.unique("boss-");
        Response made = register(name, name + "@example.com");
        // Given somebody who was made an administrator by hand, whom no index knows as one
        String id = made.path("user.user_id");
        redis.set("user:" + id, redis.get("user:" + id).replace("\"role\":\"user\"", "\"role\":\"admin\""));
        assertProblem(
                as(made.<String>path("token")).delete(Api.ADMIN_USERS + "/" + OldRedis.ADMIN),
                409,
                "LAST_ADMIN",
                "This is the last administrator. Make another one first.");
    }

    private static void awaitRegistration() {
        await().untilAsserted(() -> {
            String name = Api.unique("new-");
            register(name, name + "@example.com").then().statusCode(200);
        });
    }

    private static Response register(String username, String email) {
        return json(Map.of("username", username, "email", email, "password", PASSWORD))
                .post(USERS + "/register");
    }
}
