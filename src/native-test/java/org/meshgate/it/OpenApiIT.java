package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.testing.Endpoint;
import org.meshgate.testing.Endpoint.Access;

/**
 * The description of the API that the packaged program serves, which is the same for the JVM and natively: both have the
 * routes of {@link Endpoint}, a list that the tests of the program keep complete.
 */
class OpenApiIT {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete", "head", "options");
    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"([^\"]+\\.(?:js|css))\"");

    @TempDir
    static Path directory;

    private static RealRedis redis;
    private static Meshgate meshgate;
    private static JsonNode document;

    @BeforeAll
    static void start() throws IOException {
        redis = new RealRedis();
        meshgate = Meshgate.serve(directory, Map.of("P3D_REDIS_URL", redis.url()));
        Response answer = get("/openapi.json");
        answer.then().statusCode(200).contentType(startsWith("application/json"));
        document = new ObjectMapper().readTree(answer.asByteArray());
        Files.write(Path.of("target", "openapi.json"), answer.asByteArray()); // of which -Pclient generates a client
    }

    @AfterAll
    static void stop() {
        meshgate.close();
        redis.close();
    }

    private static Response get(String path) {
        return Client.nobody(meshgate).request().get(path);
    }

    /** By method and path. */
    private static Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(member -> METHODS.contains(member.getKey()))
                .forEach(operation -> operations.put(
                        operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), operation.getValue())));
        return operations;
    }

    @Test
    void itHasEveryRouteAndNoOther() {
        assertThat(operations().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Endpoint.all().stream().map(Endpoint::name).toList());
    }

    @Test
    void itSaysWhichRoutesNeedAToken() {
        assertThat(document.at("/components/securitySchemes/token/type").asText())
                .isEqualTo("http");
        assertThat(document.at("/components/securitySchemes/token/scheme").asText())
                .isEqualTo("bearer");
        assertThat(document.at("/security/0/token").isArray()).isTrue();
        Map<String, JsonNode> operations = operations();
        for (Endpoint endpoint : Endpoint.all()) {
            boolean open = List.of(Access.PUBLIC, Access.LOCAL, Access.LINK).contains(endpoint.access());
            JsonNode security = operations.get(endpoint.name()).path("security");
            assertThat(security.isArray() && security.isEmpty())
                    .as(endpoint.name())
                    .isEqualTo(open);
        }
    }

    @Test
    void everyAnswerAndBodyHasItsMembers() {
        document.findValuesAsText("$ref").forEach(reference -> assertThat(
                        document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
        List<String> withoutMembers = document.at("/components/schemas").properties().stream()
                .filter(schema -> schema.getValue().path("type").asText().equals("object"))
                .filter(schema -> schema.getValue().path("properties").isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        assertThat(withoutMembers).isSubsetOf("AnyObject");
        assertThat(document.at("/components/schemas/PublicUser/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("user_id", "username", "email", "role", "is_active", "created_at", "kind");
        // And so have job types, which are data
        JsonNode submission = operations()
                .get("POST /api/v1/mesh-generation/text-to-textured-mesh")
                .at("/requestBody/content/application~1json");
        assertThat(submission.at("/schema/properties/text_prompt/type").asText())
                .isEqualTo("string");
        assertThat(submission.path("example").has("text_prompt")).isTrue();
    }

    @Test
    void itIsServedAsYamlToo() {
        get("/q/openapi").then().statusCode(200).body(containsString("openapi: 3."));
        get("/q/openapi?format=json").then().statusCode(200).body("info.title", equalTo("Meshgate"));
    }

    @Test
    void thePageComesWithAllThatItLoads() {
        Response page = get("/docs");
        page.then().statusCode(200).contentType(startsWith("text/html")).body(containsString("openapi.json"));
        List<String> assets = ASSET.matcher(page.asString())
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(assets).isNotEmpty();
        for (String asset : assets) {
            get(java.net.URI.create("/docs/").resolve(asset).toString()).then().statusCode(200);
        }
    }
}
