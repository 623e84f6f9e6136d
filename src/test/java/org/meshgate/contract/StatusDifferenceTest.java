package org.meshgate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.RedisResource;

/** Where our status differs from the one of 3DAIGC-API, docs/MIGRATION.md says so. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class StatusDifferenceTest {

    private static final String SECTION = "### In status codes\n";

    @Inject
    FinishedJobs jobs;

    static List<StatusDifference> differences() {
        return StatusDifference.all();
    }

    @ParameterizedTest
    @MethodSource("differences")
    void theRequestHasTheStatusOfTheTable(StatusDifference difference) {
        // Given
        StatusDifference.World world = new StatusDifference.World(Api.register(), jobs);
        // When
        Response response = difference.send().apply(world);
        // Then
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(difference.now());
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.<String>path("detail")).isNotBlank().isEqualTo(response.path("message"));
    }

    @Test
    void theDocumentationHasEveryDifferenceAndNoOther() throws IOException {
        String document = Files.readString(Path.of("docs", "MIGRATION.md"));
        assertThat(document).contains(SECTION);
        List<String> rows = document.substring(document.indexOf(SECTION) + SECTION.length())
                .lines()
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(StatusDifference.all().stream()
                        .map(StatusDifference::markdown)
                        .toList());
    }
}
