package org.meshgate.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.meshgate.http.server.FallbackRoutes;
import org.meshgate.testing.RedisResource;

/**
 * What JAX-RS filters do not see: the routes of the router itself are open only if they stand on a list. Those of the OpenAPI
 * document are judged in {@link EndpointMatrixTest}.
 */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class DenyByDefaultTest {

    /** All of JAX-RS, and the folder that Quarkus keeps for itself; what is in that is asked for one by one below. */
    private static final Set<String> UNDER_TEST_ELSEWHERE = Set.of("/", "/q/");

    @Inject
    Router router;

    @Test
    void vertxRoutesAreListed() {
        Set<String> unlisted = new TreeSet<>();
        for (Route route : router.getRoutes()) {
            String path = route.getPath();
            if (path != null
                    && !UNDER_TEST_ELSEWHERE.contains(path)
                    && FallbackRoutes.PUBLIC.stream().noneMatch(listed -> fits(path, listed))) {
                unlisted.add(path);
            }
        }
        assertThat(unlisted).isEmpty();
        for (String path : List.of("/openapi.json", "/q/openapi", "/docs/")) {
            given().get(path).then().statusCode(200);
        }
    }

    @Test
    void managementRoutesAreNotOnTheMainPort() {
        for (String path : List.of("/q/health", "/q/health/ready", "/q/metrics", "/q/dev", "/q/info", "/q")) {
            assertProblem(given().get(path), 404, "NOT_FOUND", containsString("no such route"));
        }
    }

    private static boolean fits(String path, String listed) {
        return listed.endsWith("*") ? path.startsWith(listed.substring(0, listed.length() - 1)) : path.equals(listed);
    }
}
