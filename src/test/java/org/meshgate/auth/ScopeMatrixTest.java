package org.meshgate.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meshgate.caller.Scope;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

/**
 * Every route against a token of every single scope. The routes come from the OpenAPI document that the program generates;
 * which scope each needs stands here once more, so that nobody moves a route by accident, and a new one has no row.
 */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ScopeMatrixTest {

    private static final String ANY = "any";
    private static final String PUBLIC = "public";

    private static final Map<String, String> NEEDED = new TreeMap<>(Map.ofEntries(
            Map.entry("GET /", PUBLIC),
            Map.entry("GET /health", PUBLIC),
            Map.entry("GET /api/v1/system/health", PUBLIC),
            Map.entry("GET /api/v1/system/auth-status", PUBLIC),
            Map.entry("POST /api/v1/users/register", PUBLIC),
            Map.entry("POST /api/v1/users/login", PUBLIC),
            Map.entry("POST /api/v1/users/logout", ANY),
            Map.entry("GET /api/v1/system/jobs/{job_id}/world-link/{link}/{path}", PUBLIC), // the link says who may
            Map.entry("GET /api/v1/system/info", ANY),
            Map.entry("GET /api/v1/system/status", ANY),
            Map.entry("GET /api/v1/system/scheduler-status", ANY),
            Map.entry("GET /api/v1/system/supported-formats", ANY),
            Map.entry("GET /api/v1/system/models", ANY),
            Map.entry("GET /api/v1/system/models/{model_id}/parameters", ANY),
            Map.entry("GET /api/v1/system/features", ANY),
            Map.entry("GET /api/v1/file-upload/supported-formats", ANY),
            Map.entry("GET /api/v1/mesh-generation/supported-formats", ANY),
            Map.entry("GET /api/v1/system/jobs/history", "jobs:read"),
            Map.entry("GET /api/v1/system/jobs/queue/stats", "jobs:read"),
            Map.entry("GET /api/v1/system/jobs/{job_id}", "jobs:read"),
            Map.entry("GET /api/v1/system/jobs/{job_id}/info", "jobs:read"),
            Map.entry("GET /api/v1/system/jobs/{job_id}/events", "jobs:read"),
            Map.entry("GET /api/v1/system/jobs/{job_id}/download", "jobs:read"),
            Map.entry("GET /api/v1/system/jobs/{job_id}/thumbnail", "jobs:read"),
            Map.entry("GET /api/v1/system/jobs/{job_id}/input", "jobs:read"),
            Map.entry("GET /api/v1/system/jobs/{job_id}/files/{key}", "jobs:read"),
            Map.entry("GET /api/v1/system/jobs/{job_id}/world/{path}", "jobs:read"),
            Map.entry("GET /api/v1/file-upload/list", "jobs:read"),
            Map.entry("GET /api/v1/file-upload/metadata/{file_id}", "jobs:read"),
            Map.entry("POST /api/v1/system/jobs/{job_id}/cancel", "jobs:write"),
            Map.entry("DELETE /api/v1/system/jobs/{job_id}", "jobs:write"),
            Map.entry("DELETE /api/v1/system/jobs/{job_id}/result", "jobs:write"),
            Map.entry("POST /api/v1/file-upload/image", "jobs:write"),
            Map.entry("POST /api/v1/file-upload/mesh", "jobs:write"),
            Map.entry("DELETE /api/v1/file-upload/{file_id}", "jobs:write"),
            Map.entry("GET /api/v1/users/me", "account"),
            Map.entry("DELETE /api/v1/users/me", "account"),
            Map.entry("PUT /api/v1/users/me/password", "account"),
            Map.entry("GET /api/v1/users/tokens", "account"),
            Map.entry("POST /api/v1/users/tokens", "account"),
            Map.entry("DELETE /api/v1/users/tokens", "account"),
            Map.entry("DELETE /api/v1/users/tokens/{token_or_prefix}", "account"),
            Map.entry("POST /api/v1/users/tokens/{token_id}/rotate", "account"),
            Map.entry("GET /api/v1/users/admin/users", "admin"),
            Map.entry("GET /api/v1/users/admin/users/{user_id}", "admin"),
            Map.entry("PATCH /api/v1/users/admin/users/{user_id}", "admin"),
            Map.entry("DELETE /api/v1/users/admin/users/{user_id}", "admin"),
            Map.entry("POST /api/v1/users/admin/users/{user_id}/password", "admin"),
            Map.entry("GET /api/v1/users/admin/invites", "admin"),
            Map.entry("POST /api/v1/users/admin/invites", "admin"),
            Map.entry("DELETE /api/v1/users/admin/invites/{invite_id}", "admin"),
            Map.entry("GET /api/v1/users/admin/audit", "admin")));

    /** Job types are data: whatever the catalogue has is submitted by POST below one of these, or adds one here. */
    private static final Set<String> SUBMISSIONS = Set.of(
            "/api/v1/mesh-generation",
            "/api/v1/mesh-editing",
            "/api/v1/mesh-painting",
            "/api/v1/mesh-retopology",
            "/api/v1/mesh-segmentation",
            "/api/v1/mesh-uv-unwrapping",
            "/api/v1/auto-rigging",
            "/api/v1/motion-generation",
            "/api/v1/splat-generation",
            "/api/v1/world-generation");

    @Inject
    Accounts accounts;

    private record Operation(String method, String path) {
        String name() {
            return method + " " + path;
        }

        String needed() {
            String row = NEEDED.get(name());
            boolean submission = method.equals("POST")
                    && SUBMISSIONS.stream().anyMatch(base -> path.equals(base) || path.startsWith(base + "/"));
            return row == null && submission ? "jobs:write" : String.valueOf(row);
        }

        String url() {
            return path.replace("{user_id}", "user_0123456789abcdef").replaceAll("\\{[^}]+}", "tok_0123456789abcdef");
        }
    }

    @Test
    void everyRouteHasARow() {
        Set<String> without = new TreeSet<>();
        Set<String> rows = new TreeSet<>(NEEDED.keySet());
        for (Operation operation : operations()) {
            rows.remove(operation.name());
            if (operation.needed().equals("null")) {
                without.add(operation.name());
            }
        }
        assertThat(without).as("routes without a row").isEmpty();
        assertThat(rows).as("rows without a route").isEmpty();
        assertThat(operations()).hasSizeGreaterThan(NEEDED.size() + 10);
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void aTokenOfOneScopeOpensWhatNeedsThatScopeAndNothingElse(Scope scope) {
        // Given an administrator, whose role opens everything
        Api.Account admin = accounts.createAdmin();
        for (Operation operation : operations()) {
            String needed = operation.needed();
            if (needed.equals(PUBLIC)) {
                continue;
            }
            // When
            String token = Api.createToken(admin, scope.wireName(), List.of(scope.wireName()));
            Response response = as(token).contentType("application/json").request(operation.method(), operation.url());
            // Then
            if (needed.equals(ANY) || needed.equals(scope.wireName())) {
                assertThat(response.statusCode()).as(operation.name()).isNotEqualTo(401);
                assertThat(response.asString()).as(operation.name()).doesNotContain("INSUFFICIENT_SCOPE");
                assertThat(response.statusCode()).as(operation.name()).isLessThan(500);
            } else {
                assertThat(response.statusCode()).as(operation.name()).isEqualTo(403);
                assertProblem(response, 403, "INSUFFICIENT_SCOPE", containsString("lacks the scope " + needed + "."))
                        .header(
                                "WWW-Authenticate",
                                "Bearer realm=\"meshgate\", error=\"insufficient_scope\", scope=\"" + needed + "\"");
            }
        }
    }

    /** In the order of the document, but last what ends the token that makes tokens. */
    private static List<Operation> operations() {
        Response document = given().accept("application/json").get("/openapi.json");
        document.then().statusCode(200);
        Map<String, Map<String, Object>> paths = document.path("paths");
        List<Operation> operations = new ArrayList<>();
        paths.keySet().removeIf(path -> path.startsWith("/test-only/")); // of other tests
        paths.forEach((path, methods) -> methods.keySet().stream()
                .filter(Set.of("get", "put", "post", "patch", "delete", "head")::contains)
                .forEach(method -> operations.add(new Operation(method.toUpperCase(Locale.ROOT), path))));
        operations.sort(Comparator.comparing(operation -> operation.name().equals("DELETE " + Api.TOKENS)));
        return operations;
    }
}
