package org.meshgate.accounts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.AuditEntries;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** The first administrator, made by a browser on the machine of the server. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class FirstAdminTest {

    private static final String ROUTE = USERS + "/first-admin";
    private static final String ADMINS = "3daigc:users:admins";
    private static final String ASIDE = "3daigc:users:admins-aside";

    @Inject
    RedisView redis;

    @Inject
    Accounts accounts;

    @Inject
    AuditEntries audit;

    /** The administrators of other tests come back afterwards. */
    @BeforeEach
    void noAdministrator() {
        accounts.index();
        accounts.createAdmin();
        redis.send(Command.RENAME, ADMINS, ASIDE);
    }

    @AfterEach
    void administratorsAsBefore() {
        redis.send(Command.SUNIONSTORE, ADMINS, ADMINS, ASIDE);
        redis.send(Command.DEL, ASIDE);
    }

    @Test
    void theConsoleOnTheMachineMakesTheFirstAdministrator() {
        // Given
        given().get(ROUTE).then().statusCode(200).body("needed", equalTo(true)).body("here", equalTo(true));
        // When
        Response made = create(page());
        // Then
        made.then().statusCode(200).body("user.role", equalTo("admin")).body("token", nullValue());
        page().cookie("meshgate", made.cookie("meshgate"))
                .get(USERS + "/admin/users")
                .then()
                .statusCode(200);
        page().cookie("meshgate", made.cookie("meshgate")).get(ME).then().body("token.kind", equalTo("login"));
        assertThat(audit.about(made.path("user.user_id"), "first_admin_create")).containsEntry("outcome", "success");
        given().get(ROUTE).then().statusCode(200).body("needed", equalTo(false)).body("here", equalTo(false));
    }

    @Test
    void thereIsNoSecondFirstAdministrator() {
        create(page()).then().statusCode(200);
        assertProblem(create(page()), 409, "ADMIN_EXISTS", containsString("an administrator already"))
                .header("Set-Cookie", nullValue());
    }

    @Test
    void ofSeveralAtTheSameMomentOneIsMade() throws Exception {
        // When
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Integer> statuses = new ArrayList<>();
        try {
            Callable<Integer> attempt = () -> create(page()).statusCode();
            for (Future<Integer> done : threads.invokeAll(Collections.nCopies(8, attempt))) {
                statuses.add(done.get());
            }
        } finally {
            threads.shutdown();
        }
        // Then
        assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
        assertThat(redis.send(Command.SCARD, ADMINS).toInteger()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, 127.0.0.1",
        "Forwarded, for=127.0.0.1",
        "Via, 1.1 proxy",
        "X-Real-IP, 127.0.0.1",
        "Host, studio.example",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, none"
    })
    void everythingElseIsRefused(String header, String value) {
        RequestSpecification request = header.equals("Sec-Fetch-Site") ? given() : page();
        refused(create(request.header(header, value)));
    }

    @Test
    void aPageOfAnotherOriginAndAProgramAreRefused() {
        refused(create(given().header("Origin", "https://evil.example")));
        refused(create(given()));
    }

    @Test
    void aWrongFieldIsNamed() {
        assertProblem(
                page().contentType("application/json")
                        .body(Map.of("username", "x", "email", "no", "password", "short"))
                        .post(ROUTE),
                422,
                "VALIDATION_FAILED",
                containsString("username"));
        assertThat(redis.send(Command.EXISTS, ADMINS).toInteger()).isZero();
    }

    private void refused(Response response) {
        assertProblem(response, 403, "LOCAL_ONLY", containsString("meshgate create-admin"));
        assertThat(redis.send(Command.EXISTS, ADMINS).toInteger()).isZero();
    }

    private static RequestSpecification page() {
        return given().header("Sec-Fetch-Site", "same-origin");
    }

    private static Response create(RequestSpecification request) {
        String name = unique("first-");
        return request.contentType("application/json")
                .body(Map.of("username", name, "email", name + "@example.com", "password", PASSWORD))
                .post(ROUTE);
    }
}
