package org.meshgate.jobs.submit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.validate.SubmissionValidator;
import org.meshgate.catalog.validate.UnknownParameters;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;

/** The routes of the catalog, which JAX-RS does not know. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobTypeRouterTest {

    private static final String GENERATION = "/api/v1/mesh-generation";
    private static final String IMAGE = GENERATION + "/image-to-raw-mesh";
    private static final int JSON_LIMIT = 1024 * 1024;
    private static final int SUBMIT_LIMIT = 64 * 1024 * 1024;

    @TestHTTPResource("/")
    URI server;

    @Inject
    Catalog catalog;

    @Inject
    SubmissionValidator form;

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void everyJobTypeHasItsRoute() {
        Account alice = Api.register();
        assertThat(catalog.jobTypes()).hasSize(16);
        for (JobType type : catalog.jobTypes()) {
            assertProblem(
                    given().contentType("application/json").body("{}").post(type.path()),
                    401,
                    "TOKEN_REQUIRED",
                    containsString("missing"));
            assertProblem(post(alice, type.path(), "{}"), 422, "VALIDATION_FAILED", containsString("required"))
                    .body("instance", equalTo(type.path()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nothing",
                GENERATION + "/nothing",
                IMAGE + "/more",
                "/api/v1/mesh-editing",
                "/api/v1/system/nothing",
                "/job-submissions",
                "/job-submissions/",
                "/job-submissions/x",
                "//job-submissions",
                "/%6aob-submissions"
            })
    void unknownRouteIs404ForEveryMethod(String path) {
        Account alice = Api.register();
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            assertProblem(
                    as(alice)
                            .urlEncodingEnabled(false)
                            .contentType("application/json")
                            .body("{}")
                            .request(method, path),
                    404,
                    "NOT_FOUND",
                    "There is no such route. See /docs for those there are.");
        }
        assertThat(given().head(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {GENERATION, IMAGE, "/api/v1/motion-generation/text-to-motion"})
    void otherMethodsGet405WithAllow(String path) {
        for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
            assertProblem(given().request(method, path), 405, "METHOD_NOT_ALLOWED", containsString("method"))
                    .header("Allow", equalTo("POST"));
        }
    }

    @Test
    void acceptsTrailingSlash() {
        post(Api.register(), GENERATION + "/", "{\"prompt\":\"a\"}").then().statusCode(200);
    }

    @Test
    void otherMediaTypesAreRefused() {
        assertProblem(
                as(Api.register()).contentType("text/plain").body("a").post(IMAGE),
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                containsString("application/json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "7", "{} {}", "{\"a\":NaN}"})
    void rejectsBodyThatIsNoJsonObject(String body) {
        Account alice = Api.register();
        for (String path : List.of(GENERATION, IMAGE)) {
            assertProblem(post(alice, path, body), 400, "MALFORMED_BODY", containsString("body"));
        }
    }

    @Test
    void largeBodyIsAcceptedOnlyWithAFileInput() {
        Account alice = Api.register();
        assertProblem(
                post(alice, GENERATION, large(2_000_000)),
                413,
                "BODY_TOO_LARGE",
                "The body is larger than the limit of " + JSON_LIMIT + " bytes.");
        // and there a text may be longer than those of other routes: it is read to its end and judged
        assertProblem(
                post(alice, IMAGE, large(21_000_000)), 422, "VALIDATION_FAILED", "output_format must be one of glb");
        assertProblem(
                post(alice, IMAGE, large(2_000_000) + "}"), 400, "MALFORMED_BODY", containsString("not valid JSON"));
    }

    @Test
    void limitsLargeBodiesAndDoesNotReadThemUnauthenticated() throws IOException {
        long limit = Math.min(SUBMIT_LIMIT, Runtime.getRuntime().maxMemory() / 8);
        String token = Api.register().token();
        // Given bodies that are announced and never come
        assertThat(announced(limit + 1, "Authorization: Bearer " + token + "\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .contains("limit of " + limit + " bytes");
        assertThat(announced(limit, "")).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void rejectsPathFromUsers() {
        String body = "{\"image_path\":\"/etc/passwd\"}";
        assertProblem(
                post(Api.register(), IMAGE, body),
                403,
                "ACCESS_DENIED",
                "Only administrators may give a file by its path on the server.");
        // and what is wrong with fields is told before any file is looked at
        assertProblem(
                post(Api.register(), IMAGE, "{\"image_path\":\"/etc/passwd\",\"output_format\":\"x\"}"),
                422,
                "VALIDATION_FAILED",
                "output_format must be one of glb");
    }

    @Test
    void theDescriptionHasEveryRouteWithItsFields() {
        JsonPath document = given().get("/openapi.json").jsonPath();
        Map<String, Object> paths = document.getMap("paths");
        assertThat(paths).doesNotContainKey("/job-submissions");
        assertThat(paths.keySet())
                .containsAll(catalog.jobTypes().stream().map(JobType::path).toList());
        String motion = "paths.'/api/v1/motion-generation/text-to-motion'.post";
        String schema = motion + ".requestBody.content.'application/json'.schema";
        assertThat(document.getString(motion + ".tags[0]")).isEqualTo("Motion generation");
        assertThat(document.getString(motion + ".summary")).isEqualTo("Text to motion");
        assertThat(document.getList(motion + ".parameters.name")).contains("Idempotency-Key");
        assertThat(document.getString(motion + ".responses.'200'.content.'application/json'.schema.'$ref'"))
                .endsWith("/SubmissionResponse");
        assertThat(document.getList(schema + ".required")).isEqualTo(List.of("text_prompt"));
        assertThat(document.getInt(schema + ".properties.text_prompt.maxLength"))
                .isEqualTo(4000);
        assertThat(document.getDouble(schema + ".properties.duration.maximum")).isEqualTo(30.0);
        assertThat(document.getDouble(schema + ".properties.duration.default")).isEqualTo(5.0);
        assertThat(document.getList(schema + ".properties.output_format.enum"))
                .isEqualTo(List.of("studio_motion", "npz", "bvh"));
        String world = "paths.'/api/v1/world-generation/image-to-world'.post";
        String props = world + ".requestBody.content.'application/json'.schema.properties.prop_regions.items";
        assertThat(document.getList(props + ".required")).isEqualTo(List.of("id", "bbox"));
        assertThat(document.getInt(props + ".properties.bbox.minItems")).isEqualTo(4);
        assertThat(document.getString(props + ".properties.id.pattern")).isEqualTo("^[A-Za-z0-9_-]{1,64}$");
        assertThat(document.getString(world + ".description"))
                .isEqualTo("Exactly one of image_path, image_base64, image_file_id is given.");
        assertThat(document.getString("paths.'" + GENERATION + "/text-to-raw-mesh'.post.description"))
                .isEqualTo("No model does such jobs on this server.");
    }

    @Test
    void examplesOfTheDescriptionAreValid() {
        JsonPath document = given().get("/openapi.json").jsonPath();
        for (JobType type : catalog.jobTypes()) {
            Object example =
                    document.get("paths.'" + type.path() + "'.post.requestBody.content.'application/json'.example");
            assertThat(example).as(type.path()).isNotNull();
            if (!catalog.enabledModels(type.feature()).isEmpty()) {
                assertThat(form.read(type, json.convertValue(example, ObjectNode.class), UnknownParameters.REJECT)
                                .feature())
                        .isEqualTo(type.feature());
            }
        }
    }

    @Test
    void rejectsJobWithoutAnEnabledModel() {
        assertProblem(
                        post(Api.register(), GENERATION + "/text-to-raw-mesh", "{\"text_prompt\":\"a\"}"),
                        422,
                        "VALIDATION_FAILED",
                        containsString("no model is available"))
                .body("errors.field", hasItem("model_preference"));
    }

    private static String large(int size) {
        return "{\"output_format\":\"x\",\"image_base64\":\"" + "A".repeat(size) + "\"}";
    }

    private String announced(long length, String header) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(3000);
            socket.getOutputStream()
                    .write(("POST " + IMAGE + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                    + "Content-Type: application/json\r\n" + header + "Content-Length: " + length
                                    + "\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(answer);
            } catch (SocketTimeoutException e) {
                // the connection may stay open for the rest of the body: what came is the answer
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    private static Response post(Account caller, String path, String body) {
        return as(caller).contentType("application/json").body(body).post(path);
    }
}
