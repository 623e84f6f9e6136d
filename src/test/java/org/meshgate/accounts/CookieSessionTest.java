package org.meshgate.accounts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.json;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;

/** The session of a browser: who gets the cookie, and on which requests it counts. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class CookieSessionTest {

    private static final String COOKIE = "meshgate";
    private static final String SECURE_COOKIE = "__Host-meshgate";
    private static final String SITE = "Sec-Fetch-Site";

    @TestHTTPResource("/")
    URI server;

    @Test
    void aLoginPutsTheTokenIntoACookieInsteadOfTheAnswer() {
        // Given
        Account alice = Api.register();
        // When
        Response response = login(alice, given());
        // Then
        response.then()
                .statusCode(200)
                .body("token", nullValue())
                .body("user.user_id", equalTo(alice.userId()))
                .body("message", equalTo("Login successful. The token is in the session cookie."));
        assertThat(response.getHeaders().getValues("Set-Cookie"))
                .singleElement()
                .satisfies(
                        cookie -> assertThat(cookie)
                                .matches(
                                        "meshgate=p3d_[0-9A-Za-z]{49}; Max-Age=\\d+; Expires=[^;]+; Path=/; HTTPOnly; SameSite=Strict"));
        assertThat(response.getDetailedCookie(COOKIE).getMaxAge()).isBetween(31_535_000L, 31_536_000L);
        page().cookie(COOKIE, response.cookie(COOKIE))
                .get(ME)
                .then()
                .statusCode(200)
                .body("user.user_id", equalTo(alice.userId()));
    }

    @Test
    void overHttpsTheCookieIsBoundToTheHost() {
        // Given
        Account alice = Api.register();
        // When
        Response response = login(alice, given().header("Origin", "https://" + server.getAuthority()));
        // Then
        assertThat(response.getHeaders().getValues("Set-Cookie"))
                .singleElement()
                .satisfies(cookie -> assertThat(cookie)
                        .matches(
                                "__Host-meshgate=p3d_[0-9A-Za-z]{49}; Max-Age=\\d+; Expires=[^;]+; Path=/; Secure; HTTPOnly;"
                                        + " SameSite=Strict"));
        page().cookie(SECURE_COOKIE, response.cookie(SECURE_COOKIE))
                .get(ME)
                .then()
                .statusCode(200);
    }

    @Test
    void aRegistrationPutsTheTokenIntoACookieToo() {
        // Given
        String name = unique("user-");
        // When
        Response response = json(Map.of(
                        "username", name, "email", name + "@example.com", "password", PASSWORD, "session", "cookie"))
                .post(USERS + "/register");
        // Then
        response.then().statusCode(200).body("token", nullValue());
        page().cookie(COOKIE, response.cookie(COOKIE))
                .get(ME)
                .then()
                .statusCode(200)
                .body("user.username", equalTo(name));
    }

    @Test
    void withoutTheWishThereIsNoCookie() {
        // Given
        Account alice = Api.register();
        // When
        Response response = Api.login(alice.username(), PASSWORD);
        // Then
        response.then().statusCode(200).header("Set-Cookie", nullValue()).body("token", startsWith("p3d_"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Cookie", "header", "cookie "})
    void anotherPlaceIsRefused(String place) {
        Account alice = Api.register();
        assertProblem(
                        json(Map.of("username", alice.username(), "password", PASSWORD, "session", place))
                                .post(USERS + "/login"),
                        422,
                        "VALIDATION_FAILED",
                        containsString("session"))
                .header("Set-Cookie", nullValue());
    }

    @Test
    void aPageOfAnotherOriginGetsNoCookie() {
        Account alice = Api.register();
        for (RequestSpecification page : new RequestSpecification[] {
            given().header(SITE, "cross-site"),
            given().header(SITE, "same-site"),
            given().header("Origin", "https://evil.example"),
            given().header("Origin", "null")
        }) {
            assertProblem(login(alice, page), 403, "ORIGIN_NOT_ALLOWED", containsString("session cookie"))
                    .header("Set-Cookie", nullValue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none", "Same-Origin", "", "same-origin, same-origin"})
    void theCookieDoesNotCountForOtherPages(String site) {
        String token = Api.register().token();
        refused(given().header(SITE, site).header("Origin", own()).cookie(COOKIE, token));
        refused(given().header(SITE, site).cookie(SECURE_COOKIE, token));
    }

    @Test
    void theCookieDoesNotCountWhenNothingSaysWhoAsks() {
        String token = Api.register().token();
        refused(given().cookie(COOKIE, token));
        refused(given().cookie(SECURE_COOKIE, token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost", "http://localhost.evil.example", ""})
    void anotherOriginDoesNotCount(String origin) {
        String token = Api.register().token();
        refused(given().header("Origin", origin).cookie(COOKIE, token));
        // a page of this server that a browser without Fetch Metadata shows, and the origin of another
        refused(given().header("Origin", origin)
                .header("Referer", own() + "/console/")
                .cookie(COOKIE, token));
    }

    @Test
    void withoutFetchMetadataTheOwnOriginCounts() {
        String token = Api.register().token();
        given().header("Origin", own()).cookie(COOKIE, token).get(ME).then().statusCode(200);
    }

    /** Over plain HTTP a browser sends neither header with a GET. */
    @Test
    void withoutBothTheRefererCountsForReadingAlone() {
        // Given
        String token = Api.register().token();
        String page = own() + "/console/";
        // When, Then
        given().header("Referer", page).cookie(COOKIE, token).get(ME).then().statusCode(200);
        for (String other :
                new String[] {"https://evil.example/" + page, own() + ".evil.example/", own(), "about:blank"}) {
            refused(given().header("Referer", other).cookie(COOKIE, token));
        }
        assertProblem(
                given().header("Referer", page).cookie(COOKIE, token).post(USERS + "/logout"),
                401,
                "TOKEN_REQUIRED",
                containsString("missing"));
    }

    @Test
    void besideAnAuthorizationHeaderTheCookieDoesNotCount() {
        String token = Api.register().token();
        assertProblem(
                page().header("Authorization", "Bearer " + Api.UNKNOWN_TOKEN)
                        .cookie(COOKIE, token)
                        .get(ME),
                401,
                "INVALID_TOKEN",
                containsString("token"));
        assertProblem(
                page().header("Authorization", "Basic YTpi")
                        .cookie(COOKIE, token)
                        .get(ME),
                401,
                "TOKEN_REQUIRED",
                containsString("must be 'Bearer'"));
    }

    @Test
    void twoDifferentCookiesOfTheNameDoNotCount() {
        // Given
        String mine = Api.register().token();
        String planted = Api.register().token();
        // When, Then
        refused(page().header("Cookie", COOKIE + "=" + planted + "; " + COOKIE + "=" + mine));
        // over HTTPS only the cookie that no other host can set
        page().header("Cookie", COOKIE + "=" + planted + "; " + SECURE_COOKIE + "=" + mine)
                .get(ME)
                .then()
                .statusCode(200)
                .body("token.token_prefix", startsWith(mine.substring(0, 8)));
    }

    /** A proxy that ends TLS and {@code server.public_url} does not name: only the browser tells of HTTPS. */
    @Test
    void behindAProxyThatEndsTlsTheCookieWithoutPrefixDoesNotCount() {
        // Given
        String token = Api.register().token();
        String host = "https://" + server.getAuthority();
        // When, Then
        refused(page().header("Origin", host).cookie(COOKIE, token));
        refused(page().header("Referer", host + "/console/").cookie(COOKIE, token));
        refused(given().header("Referer", host + "/console/").cookie(COOKIE, token));
        page().header("Referer", host + "/console/")
                .cookie(SECURE_COOKIE, token)
                .get(ME)
                .then()
                .statusCode(200);
        page().header("Referer", own() + "/console/")
                .cookie(COOKIE, token)
                .get(ME)
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x y", "%20", "\"quoted\"", "a=b"})
    void aMalformedCookieIsNone(String value) {
        refused(page().header("Cookie", COOKIE + "=" + value));
    }

    @Test
    void anUnknownTokenInTheCookieIsInvalid() {
        assertProblem(page().cookie(COOKIE, Api.UNKNOWN_TOKEN).get(ME), 401, "INVALID_TOKEN", containsString("token"));
    }

    @Test
    void logoutEndsTheSessionAndRemovesTheCookie() {
        // Given
        Account alice = Api.register();
        String token = login(alice, given()).cookie(COOKIE);
        // When
        Response response = page().cookie(COOKIE, token).post(USERS + "/logout");
        // Then
        response.then().statusCode(200);
        assertThat(response.getDetailedCookie(COOKIE).getMaxAge()).isZero();
        assertThat(response.cookie(COOKIE)).isEmpty();
        assertProblem(page().cookie(COOKIE, token).get(ME), 401, "INVALID_TOKEN", containsString("token"));
        as(alice).get(ME).then().statusCode(200);
    }

    @Test
    void aLogoutByHeaderSetsNoCookie() {
        as(Api.register()).post(USERS + "/logout").then().statusCode(200).header("Set-Cookie", nullValue());
    }

    private static void refused(RequestSpecification request) {
        assertProblem(request.get(ME), 401, "TOKEN_REQUIRED", startsWith("Authorization header is missing"));
    }

    private static RequestSpecification page() {
        return given().header(SITE, "same-origin");
    }

    private static Response login(Account account, RequestSpecification request) {
        return request.contentType("application/json")
                .body(Map.of("username", account.username(), "password", PASSWORD, "session", "cookie"))
                .post(USERS + "/login");
    }

    private String own() {
        return "http://" + server.getAuthority();
    }
}
