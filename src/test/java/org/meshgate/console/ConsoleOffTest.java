package org.meshgate.console;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** A server whose console is switched off. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SmallLimits.class)
class ConsoleOffTest {

    @ParameterizedTest
    @ValueSource(strings = {"/console", "/console/", "/console/index.html", "/console/console.css", "/console/main.js"})
    void nothingOfTheConsoleIsServed(String path) {
        assertProblem(
                given().header("Accept", "text/html").get(path), 404, "NOT_FOUND", containsString("no such route"));
    }

    @Test
    void theRootIsJsonForBrowsersToo() {
        given().header("Accept", "text/html,*/*;q=0.8")
                .get("/")
                .then()
                .statusCode(200)
                .contentType(startsWith("application/json"))
                .body("name", equalTo("Meshgate"));
    }
}
