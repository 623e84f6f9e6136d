package org.meshgate.testing;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The routes that there are, as the program itself describes them. */
public final class Routes {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "patch", "delete", "head", "options", "trace");

    private Routes() {}

    /**
     * A route of the OpenAPI document.
     *
     * @param name method and path
     * @param declaredPublic whether the document says that it needs no token
     */
    public record Route(String name, boolean declaredPublic) {}

    /** Every route, in the order of the document. */
    public static List<Route> all() {
        Response document = given().accept("application/json").get("/openapi.json");
        document.then().statusCode(200);
        Map<String, Map<String, Object>> paths = document.path("paths");
        List<Route> routes = new ArrayList<>();
        paths.keySet().removeIf(path -> path.startsWith("/test-only/")); // of other tests
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            if (METHODS.contains(method)) {
                boolean declaredPublic = List.of().equals(((Map<?, ?>) operation).get("security"));
                routes.add(new Route(method.toUpperCase(Locale.ROOT) + " " + path, declaredPublic));
            }
        }));
        return routes;
    }
}
