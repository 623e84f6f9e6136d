package org.meshgate.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.meshgate.http.PlainRoutes;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

/**
 * Whatever route there is, and whoever adds one: without a valid token it is closed, unless it stands here. The routes
 * come from the OpenAPI document that the program generates, and from the router for those that JAX-RS does not know.
 */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class DenyByDefaultTest {

    /** The contract's list, "Who may call". */
    private static final Set<String> PUBLIC = Set.of(
            "GET /",
            "GET /health",
            "GET /api/v1/system/health",
            "GET /api/v1/system/auth-status",
            "POST /api/v1/users/register",
            "POST /api/v1/users/login");

    /** No token is read on it: the link in its path opens it, or nothing. */
    private static final String BY_LINK = "GET /api/v1/system/jobs/{job_id}/world-link/{link}/{path}";

    /** All of JAX-RS, and the folder that Quarkus keeps for itself; what is in that is asked for one by one below. */
    private static final Set<String> UNDER_TEST_ELSEWHERE = Set.of("/", "/q/");

    @Inject
    Router router;

    @Inject
    Accounts accounts;

    private record Operation(String method, String path, boolean declaredPublic) {
        String name() {
            return method + " " + path;
        }

        String url() {
            return path.replace("{user_id}", "user_0123456789abcdef").replaceAll("\\{[^}]+}", "tok_0123456789abcdef");
        }
    }

    @Test
    void everyRouteThatIsNotOnTheListNeedsAToken() {
        List<Operation> operations = operations();
        assertThat(operations).extracting(Operation::name).containsAll(PUBLIC);
        assertThat(operations).hasSizeGreaterThan(PUBLIC.size());
        for (Operation operation : operations) {
            if (operation.name().equals(BY_LINK)) {
                assertProblem(given().get(operation.url()), 403, "LINK_INVALID", "This link is not valid.");
            } else if (!PUBLIC.contains(operation.name())) {
                assertProblem(
                        given().contentType("application/json").request(operation.method(), operation.url()),
                        401,
                        "TOKEN_REQUIRED",
                        containsString("Authorization header is missing"));
            }
        }
    }

    @Test
    void noRouteTakesABadTokenForNobody() {
        for (Operation operation : operations()) {
            Response response =
                    as(Api.UNKNOWN_TOKEN).contentType("application/json").request(operation.method(), operation.url());
            if (operation.name().equals(BY_LINK)) {
                assertProblem(response, 403, "LINK_INVALID", "This link is not valid.");
            } else if (PUBLIC.contains(operation.name())) {
                assertThat(response.statusCode()).as(operation.name()).isNotEqualTo(401);
            } else {
                assertProblem(response, 401, "INVALID_TOKEN", "Invalid token");
            }
        }
    }

    @Test
    void everyAdministratorsRouteIsClosedToUsersAndOpenToAdministrators() {
        Api.Account user = Api.register();
        Api.Account admin = accounts.createAdmin();
        List<Operation> administration = operations().stream()
                .filter(operation -> operation.path().contains("/admin/"))
                .toList();
        assertThat(administration).isNotEmpty();
        for (Operation operation : administration) {
            assertProblem(
                    as(user).contentType("application/json").request(operation.method(), operation.url()),
                    403,
                    "ADMIN_REQUIRED",
                    "Admin access required");
            // without the body that some of them need
            assertThat(as(admin)
                            .contentType("application/json")
                            .request(operation.method(), operation.url())
                            .statusCode())
                    .as(operation.name())
                    .isIn(200, 400, 404);
        }
    }

    @Test
    void theDocumentSaysOfEachRouteWhetherItNeedsAToken() {
        assertThat(operations().stream()
                        .filter(Operation::declaredPublic)
                        .map(Operation::name)
                        .filter(name -> !name.equals(BY_LINK)))
                .containsExactlyInAnyOrderElementsOf(PUBLIC);
    }

    @Test
    void routesThatJaxRsDoesNotKnowAreOnTheOneListOfThem() {
        Set<String> unlisted = new TreeSet<>();
        for (Route route : router.getRoutes()) {
            String path = route.getPath();
            if (path != null
                    && !UNDER_TEST_ELSEWHERE.contains(path)
                    && PlainRoutes.PUBLIC.stream().noneMatch(listed -> fits(path, listed))) {
                unlisted.add(path);
            }
        }
        assertThat(unlisted).isEmpty();
        for (String path : List.of("/openapi.json", "/q/openapi", "/docs/")) {
            given().get(path).then().statusCode(200);
        }
    }

    @Test
    void whatIsForTheOperatorIsNotOnTheMainPort() {
        for (String path : List.of("/q/health", "/q/health/ready", "/q/metrics", "/q/dev", "/q/info", "/q")) {
            assertProblem(given().get(path), 404, "NOT_FOUND", containsString("no such route"));
        }
    }

    private static boolean fits(String path, String listed) {
        return listed.endsWith("*") ? path.startsWith(listed.substring(0, listed.length() - 1)) : path.equals(listed);
    }

    private static List<Operation> operations() {
        Response document = given().accept("application/json").get("/openapi.json");
        document.then().statusCode(200);
        Map<String, Map<String, Map<String, Object>>> paths = document.path("paths");
        List<Operation> operations = new ArrayList<>();
        paths.forEach((path, methods) -> methods.forEach((method, operation) -> {
            if (Set.of("get", "put", "post", "patch", "delete", "head").contains(method)) {
                operations.add(
                        new Operation(method.toUpperCase(), path, List.of().equals(operation.get("security"))));
            }
        }));
        return operations.stream().collect(Collectors.toList());
    }
}
