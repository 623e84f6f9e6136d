package org.meshgate.system;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.JobType;
import org.meshgate.testing.RedisResource;

/** The description of the API is complete and well formed, as far as OpenAPI says what that is. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete", "head", "options");
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");

    /** The routes of the contract that JAX-RS has; those of job types come from the catalog. */
    private static final List<String> CONTRACT = List.of(
            "get /",
            "get /health",
            "post /api/v1/users/register",
            "post /api/v1/users/login",
            "post /api/v1/users/logout",
            "get /api/v1/users/me",
            "put /api/v1/users/me/password",
            "post /api/v1/users/tokens",
            "get /api/v1/users/tokens",
            "delete /api/v1/users/tokens/{}",
            "get /api/v1/auth/verify",
            "get /api/v1/users/admin/users",
            "get /api/v1/users/admin/users/{}",
            "delete /api/v1/users/admin/users/{}",
            "get /api/v1/system/jobs/history",
            "get /api/v1/system/jobs/queue/stats",
            "get /api/v1/system/jobs/{}",
            "delete /api/v1/system/jobs/{}",
            "get /api/v1/system/jobs/{}/download",
            "get /api/v1/system/jobs/{}/thumbnail",
            "get /api/v1/system/jobs/{}/info",
            "get /api/v1/system/jobs/{}/events",
            "post /api/v1/system/jobs/{}/cancel",
            "delete /api/v1/system/jobs/{}/result",
            "post /api/v1/file-upload/image",
            "post /api/v1/file-upload/mesh",
            "get /api/v1/file-upload/list",
            "get /api/v1/file-upload/metadata/{}",
            "delete /api/v1/file-upload/{}",
            "get /api/v1/file-upload/supported-formats",
            "get /api/v1/mesh-generation/supported-formats",
            "get /api/v1/system/health",
            "get /api/v1/system/auth-status",
            "get /api/v1/system/models",
            "get /api/v1/system/models/{}/parameters",
            "get /api/v1/system/features",
            "get /api/v1/system/supported-formats",
            "get /api/v1/system/scheduler-status",
            "get /api/v1/system/status",
            "get /api/v1/system/info");

    @Inject
    Catalog catalog;

    private JsonNode document;

    private record Operation(String method, String path, JsonNode body, JsonNode item) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeEach
    void read() throws IOException {
        document = new ObjectMapper()
                .readTree(
                        given().accept("application/json").get("/openapi.json").asString());
    }

    @Test
    void everyRouteOfTheContractIsThere() {
        List<String> described = operations().stream()
                .map(operation -> operation.toString().replaceAll("\\{[^}]+}", "{}"))
                .toList();
        assertThat(described).doesNotHaveDuplicates().containsAll(CONTRACT);
        assertThat(described)
                .containsAll(catalog.jobTypes().stream()
                        .map(type -> "post " + type.path())
                        .toList());
    }

    @Test
    void documentHasNameTypeSizeAndContent() {
        assertThat(document.path("openapi").asText()).matches("3\\.[01]\\.\\d+");
        assertThat(document.at("/info/title").asText()).isEqualTo("Meshgate");
        assertThat(document.at("/info/version").asText()).isNotBlank();
    }

    @Test
    void everyOperationHasASummaryAndItsAnswers() {
        Set<String> ids = new HashSet<>();
        for (Operation operation : operations()) {
            assertThat(operation.body().path("summary").asText())
                    .as("summary of " + operation)
                    .isNotBlank();
            assertThat(operation.body().path("tags")).as("tags of " + operation).isNotEmpty();
            String id = operation.body().path("operationId").asText();
            assertThat(id).as("id of " + operation).matches("[a-z][A-Za-z0-9]+");
            assertThat(ids.add(id)).as("id of " + operation + " is its own").isTrue();
            JsonNode responses = operation.body().path("responses");
            assertThat(responses).as("responses of " + operation).isNotEmpty();
            assertThat(responses.fieldNames())
                    .toIterable()
                    .as("codes of " + operation)
                    .allMatch(code -> code.matches("[1-5](\\d\\d|XX)|default"))
                    .anyMatch(code -> code.startsWith("2"));
            responses.forEach(response -> assertThat(
                            response.has("$ref") || response.path("description").isTextual())
                    .as("description of an answer of " + operation)
                    .isTrue());
        }
    }

    @Test
    void everyParameterOfAPathIsDescribed() {
        for (Operation operation : operations()) {
            List<JsonNode> parameters = new ArrayList<>();
            operation.item().path("parameters").forEach(parameters::add);
            operation.body().path("parameters").forEach(parameters::add);
            List<String> described = parameters.stream()
                    .filter(parameter -> parameter.path("in").asText().equals("path"))
                    .filter(parameter -> parameter.path("required").asBoolean())
                    .map(parameter -> parameter.path("name").asText())
                    .toList();
            List<String> expected = new ArrayList<>();
            for (Matcher matcher = PARAMETER.matcher(operation.path()); matcher.find(); ) {
                expected.add(matcher.group(1));
            }
            assertThat(described).as(operation.toString()).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(parameters)
                    .allMatch(
                            parameter -> parameter.has("schema") || parameter.has("content") || parameter.has("$ref"));
        }
    }

    @Test
    void referencesResolveAndTypesAreValid() {
        document.findValuesAsText("$ref").forEach(reference -> {
            assertThat(reference).startsWith("#/");
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        });
        document.path("components").path("schemas").forEach(this::checkSchema);
        for (Operation operation : operations()) {
            operation.body().findValues("schema").forEach(this::checkSchema);
        }
    }

    @Test
    void jsonOfOtherProgramsIsAnObjectAndNoClassOfTheLibrary() {
        assertThat(document.at("/components/schemas").fieldNames())
                .toIterable()
                .contains("PublicUser", "HistoryResponse", "JobStatus", "JobRow", "JobInfo")
                .allSatisfy(name ->
                        assertThat(name).doesNotContain("Node", ".").doesNotMatch(".*\\d")); // of two with one name
        assertThat(document.at("/components/schemas/HistoryResponse/properties/jobs/items/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/JobRow");
        for (String open : List.of("JobStatus", "JobRow", "JobInfo", "JobResult")) {
            assertThat(document.at("/components/schemas/" + open + "/additionalProperties")
                            .asBoolean())
                    .as(open)
                    .isTrue();
        }
    }

    @Test
    void everyJobTypeHasASchemaAndAnExample() {
        assertThat(catalog.jobTypes()).hasSize(16); // 15 of 3DAIGC-API, and the short route of the guide
        for (JobType type : catalog.jobTypes()) {
            JsonNode content =
                    document.path("paths").path(type.path()).at("/post/requestBody/content/application~1json");
            JsonNode schema = content.path("schema");
            JsonNode example = content.path("example");
            assertThat(schema.path("type").asText()).as(type.path()).isEqualTo("object");
            JsonNode properties = schema.path("properties");
            assertThat(properties.fieldNames())
                    .toIterable()
                    .as(type.path())
                    .containsAll(type.fields().keySet())
                    .contains(JobType.MODEL_PREFERENCE);
            properties.forEach(property -> assertThat(property.has("type")).isTrue());
            assertThat(example.fieldNames())
                    .toIterable()
                    .as(type.path())
                    .isNotEmpty()
                    .allMatch(properties::has);
            schema.path("required").forEach(name -> assertThat(example.has(name.asText()))
                    .as(type.path() + " " + name)
                    .isTrue());
        }
    }

    @Test
    void failuresFollowFromWhatARouteDemands() {
        assertThat(codes("/api/v1/system/health", "get")).containsExactly("200", "400", "403", "default");
        assertThat(codes("/api/v1/users/login", "post"))
                .containsExactly("200", "400", "401", "403", "413", "415", "422", "429", "503", "default");
        assertThat(codes("/api/v1/users/me", "get"))
                .containsExactly("200", "400", "401", "403", "429", "503", "default");
        assertThat(codes("/api/v1/system/jobs/{job_id}/cancel", "post"))
                .containsExactly("200", "400", "401", "403", "404", "409", "413", "415", "429", "503", "default");
        assertThat(codes("/api/v1/mesh-generation", "post")).contains("401", "403", "413", "415", "422", "429", "503");
        JsonNode failures = document.at("/components/responses");
        assertThat(failures).hasSizeGreaterThan(10).allSatisfy(failure -> assertThat(
                        failure.at("/content/application~1problem+json/schema/$ref")
                                .asText())
                .isEqualTo("#/components/schemas/Problem"));
        assertThat(failures.at("/Conflict/description").asText()).contains("JOB_FINISHED", "USERNAME_TAKEN");
    }

    private List<String> codes(String path, String method) {
        List<String> codes = new ArrayList<>();
        document.path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .fieldNames()
                .forEachRemaining(codes::add);
        return codes;
    }

    @Test
    void membersAreMarkedRequiredAndNullable() {
        JsonNode schemas = document.at("/components/schemas");
        // Answers
        assertThat(elements(schemas.at("/TokenInfo/required"))).hasSameSizeAs(schemas.at("/TokenInfo/properties"));
        assertThat(schemas.at("/TokenInfo/properties/expires_at/anyOf/1/type").asText())
                .isEqualTo("null");
        assertThat(schemas.at("/HistoryPagination/properties/next_cursor/type").toString())
                .isEqualTo("[\"string\",\"null\"]");
        assertThat(schemas.at("/DeleteResultResponse/required").toString())
                .isEqualTo("[\"job_id\",\"message\",\"deleted\"]");
        // Requests
        assertThat(schemas.at("/RegisterRequest/required").toString())
                .isEqualTo("[\"username\",\"email\",\"password\"]");
        assertThat(schemas.at("/RegisterRequest/properties/invite_code/type").toString())
                .isEqualTo("[\"string\",\"null\"]");
        assertThat(schemas.at("/CreateTokenRequest/properties/scopes/items/enum"))
                .hasSize(5);
        assertThat(schemas.at("/UserUpdateRequest/properties/role/anyOf")).hasSize(2);
    }

    @Test
    void rulesOfWorkersAreDescribed() {
        JsonNode claim = document.at("/components/schemas/ClaimJobsRequest/properties");
        for (String list : List.of("features", "models", "loaded_models")) {
            assertThat(claim.at("/" + list + "/items/pattern").asText()).isEqualTo("^(?:[A-Za-z0-9._:/@+-]{1,128})$");
        }
        JsonNode schemas = document.at("/components/schemas");
        assertThat(schemas.at("/FailJobRequest/properties/error/maxLength").asInt())
                .isEqualTo(2000);
        assertThat(schemas.at("/RunningJob/properties/message/maxLength").asInt())
                .isEqualTo(500);
        assertThat(document.at("/paths").findValues("parameters").stream()
                        .flatMap(parameters -> elements(parameters).stream())
                        .filter(parameter -> parameter.path("name").asText().equals("lease")))
                .hasSize(2)
                .allMatch(parameter -> parameter.path("required").asBoolean());
    }

    @Test
    void nothingFitsTwoAlternativesOfWhichOneIsMeant() {
        List<JsonNode> choices = document.findValues("oneOf");
        assertThat(choices).isNotEmpty();
        for (JsonNode choice : choices) {
            List<Set<String>> required = new ArrayList<>();
            choice.forEach(alternative -> {
                JsonNode schema = document.at(alternative.path("$ref").asText().substring(1));
                Set<String> names = new HashSet<>();
                schema.path("required").forEach(name -> names.add(name.asText()));
                Set<String> others = new HashSet<>();
                schema.path("properties").fieldNames().forEachRemaining(others::add);
                required.forEach(before -> assertThat(others).doesNotContainAnyElementsOf(before));
                required.add(names);
            });
        }
    }

    private void checkSchema(JsonNode schema) {
        assertThat(schema.isObject() || schema.isBoolean()).isTrue();
        JsonNode type = schema.path("type");
        for (JsonNode one : type.isArray() ? List.copyOf(elements(type)) : List.of(type)) {
            assertThat(one.isMissingNode() || TYPES.contains(one.asText()))
                    .as(schema.toString())
                    .isTrue();
        }
        JsonNode properties = schema.path("properties");
        properties.forEach(this::checkSchema);
        schema.path("required").forEach(name -> assertThat(properties.has(name.asText()))
                .as(name + " of " + schema)
                .isTrue());
        if (schema.has("items")) {
            checkSchema(schema.get("items"));
        }
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all;
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> item : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> member : item.getValue().properties()) {
                if (METHODS.contains(member.getKey())) {
                    operations.add(new Operation(member.getKey(), item.getKey(), member.getValue(), item.getValue()));
                }
            }
        }
        return operations;
    }
}
