package org.meshgate.testing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.hamcrest.Matcher;

/** The API as tests speak it. */
public final class Api {

    public static final String USERS = "/api/v1/users";
    public static final String ME = USERS + "/me";
    public static final String TOKENS = USERS + "/tokens";
    public static final String ADMIN_USERS = USERS + "/admin/users";
    public static final String SERVICE_ACCOUNTS = USERS + "/admin/service-accounts";
    public static final String PASSWORD = "correct horse";

    /** Well-formed, but nobody's. */
    public static final String UNKNOWN_TOKEN = "p3d_000000000000000000000000000000000000000000004dLtV";

    private Api() {}

    /** An account that a test made. */
    public record Account(String userId, String username, String email, String token) {}

    public static String unique(String base) {
        return base + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    public static Account register() {
        return register(unique("user-"));
    }

    public static Account register(String username) {
        return register(username, "");
    }

    /** Where one needs an invitation. */
    public static Account register(String username, String inviteCode) {
        Response response = json(Map.of(
                        "username",
                        username,
                        "email",
                        username + "@example.com",
                        "password",
                        PASSWORD,
                        "invite_code",
                        inviteCode))
                .post(USERS + "/register");
        response.then().statusCode(200);
        return new Account(response.path("user.user_id"), username, username + "@example.com", response.path("token"));
    }

    public static Response login(String username, String password) {
        return json(Map.of("username", username, "password", password)).post(USERS + "/login");
    }

    public static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    public static RequestSpecification as(Account account) {
        return as(account.token());
    }

    public static RequestSpecification json(Object body) {
        return given().contentType(ContentType.JSON).body(body);
    }

    public static String createToken(Account account, String name) {
        return as(account)
                .contentType(ContentType.JSON)
                .body(Map.of("token_name", name))
                .post(TOKENS)
                .then()
                .statusCode(200)
                .extract()
                .path("token");
    }

    /** A token for some things only. */
    public static String createToken(Account account, String name, List<String> scopes) {
        return as(account)
                .contentType(ContentType.JSON)
                .body(Map.of("token_name", name, "scopes", scopes))
                .post(TOKENS)
                .then()
                .statusCode(200)
                .extract()
                .path("token");
    }

    /** An account for a program, with a token for these things. */
    public static Account createServiceAccount(Account admin, List<String> scopes) {
        String name = unique("service-");
        Response made = as(admin)
                .contentType(ContentType.JSON)
                .body(Map.of("name", name, "scopes", scopes))
                .post(SERVICE_ACCOUNTS);
        made.then().statusCode(200);
        return new Account(made.path("user.user_id"), name, "", made.path("token"));
    }

    /** By which a token stands in Redis. */
    public static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    public static ValidatableResponse assertProblem(Response response, int status, String error, String detail) {
        return assertProblem(response, status, error, equalTo(detail));
    }

    /** Every failure looks like this, whatever failed. */
    public static ValidatableResponse assertProblem(
            Response response, int status, String error, Matcher<String> detail) {
        return response.then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .header("X-Request-Id", matchesPattern("[A-Za-z0-9._-]{1,64}"))
                .body("status", equalTo(status))
                .body("error", equalTo(error))
                .body(
                        "type",
                        equalTo("https://meshgate.org/problems/"
                                + error.toLowerCase().replace('_', '-')))
                .body("title", not(equalTo("")))
                .body("detail", detail)
                .body("message", equalTo(response.<String>path("detail")))
                .body("request_id", equalTo(response.header("X-Request-Id")));
    }
}
