package org.meshgate.jobs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.FinishedJobs.MESH;
import static org.meshgate.testing.FinishedJobs.content;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.FinishedJobs.Traces;
import org.meshgate.testing.FinishedJobs.WithFiles;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** Without accounts but with a key: whoever has it sees all jobs, and nobody else sees any. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SimpleModeWithKeys.class)
class JobsWithApiKeyTest {

    private static final String KEY = "the-key";
    private static final String PUBLIC = "https://studio.example/3d";

    @Inject
    FinishedJobs jobs;

    @Test
    void jobRoutesNeedTheApiKey() {
        WithFiles made = jobs.withFiles("");
        Traces before = jobs.traces(made.id());
        String job = Jobs.job(made.id());
        for (String path :
                List.of(job, job + "/info", job + "/download", job + "/thumbnail", Jobs.HISTORY, Jobs.STATS)) {
            assertProblem(given().get(path), 401, "TOKEN_REQUIRED", containsString("missing"));
            assertProblem(as("another-key").get(path), 401, "INVALID_TOKEN", "Invalid token");
        }
        for (String path : List.of(job, job + "/result")) {
            assertProblem(given().delete(path), 401, "TOKEN_REQUIRED", containsString("missing"));
        }
        assertProblem(given().post(job + "/cancel"), 401, "TOKEN_REQUIRED", containsString("missing"));
        assertProblem(
                given().contentType("application/json")
                        .body(Map.of("prompt", "x"))
                        .post(Jobs.SUBMIT),
                401,
                "TOKEN_REQUIRED",
                containsString("missing"));
        assertThat(jobs.traces(made.id())).isEqualTo(before);
        assertThat(content(made.mesh())).isEqualTo(MESH);
    }

    @Test
    void apiKeyOpensJobRoutesAndLinksNeedNone() {
        WithFiles made = jobs.withFiles("user_0123456789abcdef");
        String link = as(KEY).get(Jobs.job(made.id()))
                .then()
                .statusCode(200)
                .body("status_url", equalTo(PUBLIC + Jobs.job(made.id())))
                .extract()
                .path("result.mesh_url");
        assertThat(link).startsWith(PUBLIC + Jobs.job(made.id()) + "/download?exp=");
        given().urlEncodingEnabled(false)
                .get(link.substring(PUBLIC.length()))
                .then()
                .statusCode(200)
                .body(equalTo(MESH));
        as(KEY).contentType("application/json")
                .body(Map.of("prompt", "x"))
                .post(Jobs.SUBMIT)
                .then()
                .statusCode(200)
                .body("status", equalTo("queued"));
    }
}
