package org.meshgate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.Routes;

/** Every route of 3DAIGC-API is here, but for those that docs/MIGRATION.md names with a reason. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class OldRoutesTest {

    private static final Path DOCUMENT = Path.of("docs", "MIGRATION.md");
    private static final String SECTION = "### Routes that are left out\n";
    private static final Pattern ROW = Pattern.compile("\\| `((GET|POST|PUT|DELETE) (/\\S*))` \\| \\S.* \\|");
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

    /** All routes of 3DAIGC-API, below {@code /api/v1} but for the first two. */
    private static final String OLD_ROUTES = """
            GET /
            GET /health
            GET /api/v1/system/health
            GET /api/v1/system/auth-status
            GET /api/v1/system/info
            GET /api/v1/system/status
            GET /api/v1/system/scheduler-status
            GET /api/v1/system/models
            GET /api/v1/system/models/{model_id}/parameters
            GET /api/v1/system/features
            GET /api/v1/system/supported-formats
            GET /api/v1/system/adapters
            GET /api/v1/system/available-adapters
            POST /api/v1/system/shutdown
            GET /api/v1/system/logs
            GET /api/v1/system/logs/files
            GET /api/v1/system/logs/files/{filename}
            DELETE /api/v1/system/logs/files/{filename}
            GET /api/v1/system/logs/config
            POST /api/v1/system/logs/test
            PUT /api/v1/system/logs/level
            GET /api/v1/system/jobs/queue/stats
            GET /api/v1/system/jobs/history
            GET /api/v1/system/jobs/{job_id}
            GET /api/v1/system/jobs/{job_id}/info
            GET /api/v1/system/jobs/{job_id}/download
            GET /api/v1/system/jobs/{job_id}/thumbnail
            GET /api/v1/system/jobs/{job_id}/input
            GET /api/v1/system/jobs/{job_id}/world/{asset_path}
            DELETE /api/v1/system/jobs/{job_id}
            DELETE /api/v1/system/jobs/{job_id}/result
            POST /api/v1/users/register
            POST /api/v1/users/login
            GET /api/v1/users/me
            PUT /api/v1/users/me/password
            POST /api/v1/users/tokens
            GET /api/v1/users/tokens
            DELETE /api/v1/users/tokens/{token_prefix}
            GET /api/v1/users/admin/users
            GET /api/v1/users/admin/users/{user_id}
            DELETE /api/v1/users/admin/users/{user_id}
            POST /api/v1/file-upload/image
            POST /api/v1/file-upload/mesh
            GET /api/v1/file-upload/metadata/{file_id}
            GET /api/v1/file-upload/list
            GET /api/v1/file-upload/supported-formats
            DELETE /api/v1/file-upload/{file_id}
            POST /api/v1/mesh-generation/text-to-raw-mesh
            POST /api/v1/mesh-generation/text-to-textured-mesh
            POST /api/v1/mesh-generation/text-mesh-painting
            POST /api/v1/mesh-generation/image-to-raw-mesh
            POST /api/v1/mesh-generation/image-to-textured-mesh
            POST /api/v1/mesh-generation/image-mesh-painting
            GET /api/v1/mesh-generation/supported-formats
            POST /api/v1/mesh-editing/text-mesh-editing
            POST /api/v1/mesh-editing/image-mesh-editing
            GET /api/v1/mesh-editing/supported-masks
            POST /api/v1/mesh-segmentation/segment-mesh
            GET /api/v1/mesh-segmentation/supported-formats
            POST /api/v1/mesh-retopology/retopologize-mesh
            GET /api/v1/mesh-retopology/supported-formats
            GET /api/v1/mesh-retopology/available-models
            POST /api/v1/mesh-uv-unwrapping/unwrap-mesh
            GET /api/v1/mesh-uv-unwrapping/supported-formats
            GET /api/v1/mesh-uv-unwrapping/pack-methods
            GET /api/v1/mesh-uv-unwrapping/available-models
            POST /api/v1/auto-rigging/generate-rig
            GET /api/v1/auto-rigging/supported-formats
            GET /api/v1/auto-rigging/humanoid-templates/{template_id}/manifest
            POST /api/v1/splat-generation/image-to-splat
            POST /api/v1/world-generation/image-to-world
            POST /api/v1/motion-generation/text-to-motion
            POST /api/v1/image-tools/remove-background
            GET /api/v1/spatial-fabric/config
            GET /api/v1/spatial-fabric/assets/{job_id}
            POST /api/v1/spatial-fabric/validate-glb
            POST /api/v1/spatial-fabric/publish
            POST /api/v1/spatial-fabric/publish-glb
            """;

    @Inject
    Accounts accounts;

    private record LeftOut(String name, String method, String path) {}

    @Test
    void everyRouteIsHereOrLeftOutWithAReason() throws IOException {
        // Given
        Set<String> ours =
                Routes.all().stream().map(route -> withoutNames(route.name())).collect(Collectors.toSet());
        // When
        List<String> missing = OLD_ROUTES
                .lines()
                .filter(route -> !ours.contains(withoutNames(route)))
                .toList();
        // Then
        assertThat(missing)
                .containsExactlyInAnyOrderElementsOf(
                        leftOut().map(LeftOut::name).toList());
    }

    @Test
    void whatIsLeftOutIsNotFoundEvenForAdministrators() throws IOException {
        // Given
        Api.Account admin = accounts.createAdmin();
        leftOut().forEach(route -> {
            String url = PARAMETER.matcher(route.path()).replaceAll("x");
            // When
            var answer = as(admin).request(route.method(), url);
            // Then
            assertProblem(answer, 404, "NOT_FOUND", containsString("no such route"));
        });
    }

    private static Stream<LeftOut> leftOut() throws IOException {
        String document = Files.readString(DOCUMENT);
        assertThat(document).contains(SECTION);
        List<String> rows = document.substring(document.indexOf(SECTION) + SECTION.length())
                .lines()
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(new TreeSet<>(rows)).hasSameSizeAs(rows);
        return rows.stream().map(row -> {
            Matcher cells = ROW.matcher(row);
            assertThat(cells.matches()).as(row).isTrue();
            return new LeftOut(cells.group(1), cells.group(2), cells.group(3));
        });
    }

    private static String withoutNames(String route) {
        return PARAMETER.matcher(route).replaceAll("{}");
    }
}
