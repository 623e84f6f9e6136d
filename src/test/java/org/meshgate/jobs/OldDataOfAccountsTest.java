package org.meshgate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.json;
import static org.meshgate.testing.Api.login;
import static org.meshgate.testing.RecordedRedis.ADMIN;
import static org.meshgate.testing.RecordedRedis.ADMIN_PASSWORD;
import static org.meshgate.testing.RecordedRedis.ALICE;
import static org.meshgate.testing.RecordedRedis.PASSWORD;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.OldRedis;
import org.meshgate.testing.RecordedRedis;
import org.meshgate.testing.RedisView;

/** The accounts of a real 3DAIGC-API, on which the program starts. */
@QuarkusTest
@TestProfile(OldDataSetTest.Folders.class)
class OldDataOfAccountsTest {

    @Inject
    RedisView redis;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @BeforeEach
    void indexed() {
        await().untilAsserted(() -> RestAssured.given()
                .get(ready)
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'account indexes' }.data.first_walk", equalTo("done")));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "admin,adminpass,user_40b38d4d0c21cdab",
                "alice,newpass456,user_8f13dce4a9fcf985",
                "Alice,mypassword,user_3c17141bea007b1c",
                "alice ,mypassword,user_54bd8f24811c89fb",
                "\"   \",mypassword,user_c0998d1b6a6cf2e7",
                "alice8,mypassword,user_e072a0c20792c10c",
                "bob,secret123,user_a60f3022a333330c",
                "sixer,123456,user_b305737cc94af9bf",
                "noct123,mypassword,user_e1e48fb6925ea2a6",
                "mallory,mypassword,user_3bc3d1661f085ac9",
                "victim,mypassword,user_06c8a950e71d5b4b",
                "żółć🐱,mypassword,user_ae6178d2b66f56c8"
            })
    void loginUpgradesLegacyPasswordHash(String name, String password, String userId) {
        // When
        String token = login(name, password).then().statusCode(200).extract().path("token");
        // Then
        as(token).get(Api.ME).then().statusCode(200).body("user.user_id", equalTo(userId));
        assertThat(redis.get("user:" + userId)).contains("\"password_hash\":\"$argon2id$v=19$");
        login(name, password).then().statusCode(200);
        login(name, password + "x").then().statusCode(401);
    }

    @Test
    void logsInWithAZeroByteInTheName() {
        login("nul\u0000name", PASSWORD).then().statusCode(200).body("user.user_id", equalTo("user_9d9c6d454c639345"));
    }

    @ParameterizedTest
    @CsvSource({
        "BOB, secret123, user_a60f3022a333330c",
        "bob@EXAMPLE.com, secret123, user_a60f3022a333330c",
        "ŻÓŁĆ🐱, mypassword, user_ae6178d2b66f56c8",
        "ALICE@example.com, mypassword, user_e072a0c20792c10c",
        "alice@example.com, newpass456, user_8f13dce4a9fcf985",
        "Alice-Cap@Example.com, mypassword, user_3c17141bea007b1c"
    })
    void namesAndAddressesWorkInAnyCaseAndAnExactOneWins(String name, String password, String userId) {
        login(name, password).then().statusCode(200).body("user.user_id", equalTo(userId));
    }

    @ParameterizedTest
    @CsvSource({
        "ALICE, n1@example.com, USERNAME_TAKEN",
        "Bob, n2@example.com, USERNAME_TAKEN",
        "new-3, bob@example.com, EMAIL_TAKEN",
        "new-4, aLiCe@example.com, EMAIL_TAKEN"
    })
    void rejectsNamesThatDifferOnlyInCase(String name, String email, String error) {
        json(Map.of("username", name, "email", email, "password", Api.PASSWORD))
                .post(Api.USERS + "/register")
                .then()
                .statusCode(409)
                .body("error", equalTo(error));
    }

    @ParameterizedTest
    @CsvSource({
        "cUiXSJIycEOfCwkcBtFiaaxQ8FcznvpKyymcHw_eDPk, user_8f13dce4a9fcf985",
        "BC-sSlorENFkOEkliQW6Go91FpWpQ-8c6ovrDebqoME, user_8f13dce4a9fcf985",
        "B_ZI9dBUDrUgvHVUM3eOx13vhilKN__1fL24Mv7PJQk, user_40b38d4d0c21cdab",
        "W_DI9HjiiIuj-PLRiOPrm4LSk86KfsYX-nkJ8a5o9kU, user_a60f3022a333330c",
        "TUMfyiLxeo2_35qNpwBBip59m_vRTwwAeULNgOcY47s, user_ae6178d2b66f56c8"
    })
    void firstUseHashesTheLegacyToken(String token, String userId) {
        assertThat(redis.dump()).contains(token);
        as(token).get(Api.ME).then().statusCode(200).body("user.user_id", equalTo(userId));
        assertThat(redis.dump()).doesNotContain(token).contains("3daigc:token:" + OldRedis.sha256(token));
        as(token).get(Api.ME).then().statusCode(200);
        // and the hash is no token
        as(OldRedis.sha256(token)).get(Api.ME).then().statusCode(401);
    }

    @Test
    void expiredTokenStaysExpired() {
        as("2QzRrOLFh6c4pt-eCZ61FzCFuk_f1o1UkHp6crZ5Hu8").get(Api.ME).then().statusCode(401);
    }

    @Test
    void administratorsSeeEveryAccount() {
        as(admin())
                .get(Api.ADMIN_USERS + "?limit=500")
                .then()
                .statusCode(200)
                .body("users.user_id", hasItem(ADMIN))
                .body("users.find { it.user_id == '" + ALICE + "' }.created_at", equalTo("2026-11-22T06:22:26.510962Z"))
                .body("users.size()", equalTo(RecordedRedis.USERS));
    }

    private static String admin() {
        return login("admin", ADMIN_PASSWORD).path("token");
    }
}
