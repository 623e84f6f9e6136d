package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.json;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;

/** Malformed and malicious input in account fields, over HTTP. The rules themselves have unit tests. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class BadAccountInputTest {

    @Inject
    Accounts accounts;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            username | ' NAME'
            username | 'NAME '
            username | 'NAME\u00a0'
            username | 'NAME\u200b'
            username | '\u0430NAME'
            username | '\uff41NAME'
            username | 'NAME\u0301'
            username | '\u202eNAME'
            username | 'NAME/../x'
            username | 'NAME@example.com'
            email    | ' NAME@example.com'
            email    | 'NAME@example.com '
            email    | 'NAME@ex\u0430mple.com'
            email    | 'NAME@example.com\u0000'
            email    | '"NAME"@example.com'
            email    | 'NAME@[127.0.0.1]'
            email    | 'NAME@example.com,NAME@example.org'
            """)
    void nothingIsTrimmedOrTakenForSomethingThatLooksLikeIt(String field, String odd) {
        String name = unique("odd-");
        Map<String, Object> body = registration(name);
        body.put(field, odd.replace("NAME", name));
        assertProblem(json(body).post(USERS + "/register"), 422, "VALIDATION_FAILED", containsString(field + " must"))
                .body("errors.field", hasItem(field));
        // and the name is still free
        json(registration(name)).post(USERS + "/register").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "email", "password"})
    void aNumberIsNoText(String field) {
        for (Object wrong : List.of(12_345_678, 1.5, true, List.of("a"), Map.of("a", "b"))) {
            Map<String, Object> body = registration(unique("odd-"));
            body.put(field, wrong);
            assertProblem(
                    json(body).post(USERS + "/register"),
                    422,
                    "VALIDATION_FAILED",
                    containsString(field + " must be text"));
        }
    }

    @Test
    void anEndlessPasswordIsRefusedWhereverItComes() {
        Account alice = Api.register();
        Account admin = accounts.createAdmin();
        String endless = "p".repeat(10_000);
        Map<String, Object> registration = registration(unique("odd-"));
        registration.put("password", endless);
        for (Response answer : List.of(
                json(registration).post(USERS + "/register"),
                Api.login(alice.username(), endless),
                Api.login(endless, PASSWORD),
                body(alice, Map.of("old_password", endless, "new_password", "battery staple"))
                        .put(Api.ME + "/password"),
                body(alice, Map.of("old_password", PASSWORD, "new_password", endless))
                        .put(Api.ME + "/password"),
                body(alice, Map.of("password", endless)).delete(Api.ME),
                body(admin, Map.of("new_password", endless))
                        .post(Api.ADMIN_USERS + "/" + alice.userId() + "/password"))) {
            assertProblem(answer, 422, "VALIDATION_FAILED", containsString(""));
            assertThat(answer.asString()).hasSizeLessThan(2000);
        }
        Api.login(alice.username(), PASSWORD).then().statusCode(200);
    }

    @Test
    void everyCharacterOfAPasswordCounts() {
        String name = unique("odd-");
        Map<String, Object> body = registration(name);
        body.put("password", " \t\u0000p\u00e4ss\u202e ");
        json(body).post(USERS + "/register").then().statusCode(200);
        Api.login(name, " \t\u0000p\u00e4ss\u202e ").then().statusCode(200);
        for (String other : List.of(
                "\t\u0000p\u00e4ss\u202e",
                " \t\u0000p\u00e4ss\u202e",
                " \tp\u00e4ss\u202e ",
                " \t\u0000pa\u0308ss\u202e ",
                " \t")) {
            assertProblem(Api.login(name, other), 401, "INVALID_CREDENTIALS", containsString(""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"is_active\":\"false\"}",
                "{\"is_active\":0}",
                "{\"role\":\"ADMIN\"}",
                "{\"role\":\"admin \"}",
                "{\"role\":1}",
                "{\"role\":\"\"}",
                "{\"email\":\" a@b.com\"}",
                "{\"email\":\"\u0430@b.com\"}",
                "{\"email\":\"\"}",
                "{}"
            })
    void anInvalidChangeIsRefusedAndChangesNothing(String change) {
        Account alice = Api.register();
        Account admin = accounts.createAdmin();
        Response before = as(alice).get(Api.ME);
        assertProblem(
                body(admin, change).patch(Api.ADMIN_USERS + "/" + alice.userId()),
                422,
                "VALIDATION_FAILED",
                containsString(""));
        assertThat(as(alice).get(Api.ME).<Object>path("user")).isEqualTo(before.path("user"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cursor=%F0%9F%90%B1",
                "cursor=AAAA",
                "cursor=%00",
                "limit=1e3",
                "limit=%D9%A3",
                "limit=+1",
                "offset=1000000000000",
                "q=%00",
                "role=Admin",
                "active=1"
            })
    void aListOfUsersIsNotAskedForInOtherWays(String query) {
        assertProblem(
                as(accounts.createAdmin()).urlEncodingEnabled(false).get(Api.ADMIN_USERS + "?" + query),
                422,
                "VALIDATION_FAILED",
                containsString(query.substring(0, query.indexOf('='))));
    }

    private static RequestSpecification body(Account account, Object body) {
        return as(account).contentType(ContentType.JSON).body(body);
    }

    private static Map<String, Object> registration(String name) {
        return new HashMap<>(Map.of("username", name, "email", name + "@example.com", "password", PASSWORD));
    }
}
