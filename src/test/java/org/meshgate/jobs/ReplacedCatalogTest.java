package org.meshgate.jobs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Documents;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** A server with job types and models of its own, and with a folder of files that may be named by path. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(ReplacedCatalogTest.OwnCatalog.class)
class ReplacedCatalogTest {

    private static final String ROUTE = "/api/v1/picture-generation/mesh-to-picture";
    private static final Path FOLDER = Path.of("target", "test-catalog").toAbsolutePath();
    private static final Path INPUTS = FOLDER.resolve("inputs");

    public static class OwnCatalog implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Files.createDirectories(INPUTS.resolve("folder"));
                Files.writeString(INPUTS.resolve("cat.glb"), "glTF");
                Files.writeString(FOLDER.resolve("outside.glb"), "glTF");
                return Map.of(
                        "meshgate.storage.inputs",
                        INPUTS.toString(),
                        "meshgate.limits.submit_body",
                        "2M",
                        "meshgate.catalog.models",
                        Files.writeString(FOLDER.resolve("models.yaml"), Documents.addedModel())
                                .toString(),
                        "meshgate.catalog.job_types",
                        Files.writeString(FOLDER.resolve("job-types.yaml"), Documents.addedJobType())
                                .toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void customCatalogDefinesRoutesAndDescription() {
        JsonPath document = given().get("/openapi.json").jsonPath();
        assertThat(document.getMap("paths").keySet()).contains(ROUTE).doesNotContain("/api/v1/mesh-generation");
        String schema = "paths.'" + ROUTE + "'.post.requestBody.content.'application/json'.schema.properties";
        assertThat(document.getInt(schema + ".size.maximum")).isEqualTo(4096);
        assertThat(document.getString(schema + ".model_preference.description")).contains("camera_mesh_to_picture");
        assertProblem(
                as(Api.register())
                        .contentType("application/json")
                        .body("{\"prompt\":\"a\"}")
                        .post("/api/v1/mesh-generation"),
                404,
                "NOT_FOUND",
                containsString("no such route"));
        as(Api.register())
                .get("/api/v1/system/features")
                .then()
                .body("features.name", equalTo(List.of("mesh_to_picture")));
    }

    @Test
    void acceptsInputPathFromAdministrator() throws Exception {
        Account admin = accounts.createAdmin();
        for (String path : List.of(
                "cat.glb",
                "./cat.glb",
                "folder/../cat.glb",
                INPUTS.resolve("cat.glb").toString())) {
            // When
            Response response = post(admin, path);
            response.then().statusCode(200);
            // Then the worker gets the real path, in its place
            JsonNode inputs = inputs(response.path("job_id"));
            assertThat(inputs.get("mesh_path").textValue())
                    .isEqualTo(INPUTS.toRealPath().resolve("cat.glb").toString());
            assertThat(inputs.fieldNames().next()).isEqualTo("mesh_path");
            assertThat(inputs.get("background_path").isNull()).isTrue();
        }
    }

    @Test
    void keepsFilesInOtherPlaces() throws IOException {
        Account admin = accounts.createAdmin();
        Path link = INPUTS.resolve("link-" + UUID.randomUUID() + ".glb");
        Files.createSymbolicLink(link, FOLDER.resolve("outside.glb"));
        for (String path : List.of("/etc/passwd", "../outside.glb", "/nothing/here", link.toString())) {
            assertProblem(post(admin, path), 403, "FILE_ACCESS_DENIED", "Access denied to this file");
        }
        for (String path : List.of("missing.glb", "folder", INPUTS.toString())) {
            assertProblem(post(admin, path), 404, "FILE_NOT_FOUND", containsString("file"));
        }
    }

    @Test
    void rejectsUser() {
        assertProblem(
                post(Api.register(), "cat.glb"),
                403,
                "ACCESS_DENIED",
                "Only administrators may give a file by its path on the server.");
    }

    @Test
    void repeatedSubmissionCreatesOneJob() {
        Account admin = accounts.createAdmin();
        String first = guarded(admin, "{\"mesh_path\":\"cat.glb\",\"orbit\":{\"radius\":2}}");
        assertThat(guarded(admin, "{ \"mesh_path\":\"cat.glb\", \"orbit\":{\"radius\":2} }"))
                .isEqualTo(first);
    }

    @Test
    void usesTheConfiguredBodyLimit() {
        String body = "{\"mesh_base64\":\"" + "A".repeat(2 * 1024 * 1024) + "\"}";
        assertProblem(
                as(Api.register()).contentType("application/json").body(body).post(ROUTE),
                413,
                "BODY_TOO_LARGE",
                "The body is larger than the limit of 2097152 bytes.");
    }

    private JsonNode inputs(String id) throws JsonProcessingException {
        return json.readTree(
                json.readTree(redis.hashField("jobs", id)).get("inputs").textValue());
    }

    private static String guarded(Account caller, String body) {
        Response response = as(caller)
                .contentType("application/json")
                .header("Idempotency-Key", "once")
                .body(body)
                .post(ROUTE);
        response.then().statusCode(200);
        return response.path("job_id");
    }

    private static Response post(Account caller, String path) {
        return as(caller)
                .contentType("application/json")
                .body(Map.of("mesh_path", path, "orbit", Map.of("radius", 2)))
                .post(ROUTE);
    }
}
