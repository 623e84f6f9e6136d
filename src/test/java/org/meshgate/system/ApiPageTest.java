package org.meshgate.system;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** The page of the API description, behind a proxy that serves it below a path and strips that. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SimpleModeWithKeys.class)
class ApiPageTest {

    private static final String PUBLIC = "https://studio.example/3d";
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    /** What the proxy asks for when a browser asks for a URL of the page. */
    private static String stripped(URI url) {
        assertThat(url.toString()).startsWith(PUBLIC + "/");
        return url.toString().substring(PUBLIC.length());
    }

    @Test
    void theRedirectToThePageStaysBelowThePath() {
        String location = given().redirects()
                .follow(false)
                .get("/docs")
                .then()
                .statusCode(302)
                .extract()
                .header("Location");
        assertThat(URI.create(PUBLIC + "/docs").resolve(location)).hasToString(PUBLIC + "/docs/");
    }

    @Test
    void allThatThePageLoadsIsBelowThePath() {
        URI page = URI.create(PUBLIC + "/docs/");
        String html = given().get("/docs/")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"))
                .extract()
                .asString();
        List<String> links =
                LINK.matcher(html).results().map(found -> found.group(1)).toList();
        assertThat(links).contains("swagger-ui.css", "swagger-ui-bundle.js");
        for (String link : links) {
            given().get(stripped(page.resolve(link))).then().statusCode(200);
        }
        assertThat(html).contains("new URL(\"..\", location.href)", "root + \"openapi.json\"");
        given().head("/docs/").then().statusCode(200);
    }

    @Test
    void theDescriptionNamesThePublicUrlAsItsServer() {
        assertThat(given().get("/openapi.json").<List<String>>path("servers.url"))
                .containsExactly(PUBLIC);
    }

    @Test
    void theDescriptionHasNoIndentation() {
        assertThat(given().get("/openapi.json").asString()).startsWith("{\"").doesNotContain("\n", ": \"string");
    }
}
