package org.meshgate.testing;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Fails a request whose response is not as the served OpenAPI document describes it: a status, a media type, a header or a
 * member that is not described, or one that is described and not there. What the document leaves to {@code default} is
 * right for the failures alone that no route is spared.
 */
public final class DescribedResponses implements Filter {

    private static final String ID = "https://meshgate.test/openapi.json";
    private static final Set<Integer> OF_EVERY_ROUTE = Set.of(405, 406, 421, 431);
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private final JsonNode document;
    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new HashMap<>();

    DescribedResponses(JsonNode document) {
        this.document = document;
        document.at("/components/schemas").forEach(DescribedResponses::close);
        this.registry = SchemaRegistry.withDefaultDialect(
                Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(ID, document.toString()))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    /** By the document of the program under test. */
    public static DescribedResponses ofServer() {
        try {
            return new DescribedResponses(
                    new ObjectMapper().readTree(given().get("/openapi.json").asByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A document may describe fewer members than there are; ours says so where it does. */
    private static void close(JsonNode schema) {
        if (schema.has("properties") && !schema.has("additionalProperties")) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        List<String> faults =
                faults(request.getMethod(), URI.create(request.getURI()).getRawPath(), response);
        if (!faults.isEmpty()) {
            throw new AssertionError(request.getMethod() + " " + request.getURI() + " answered " + response.statusCode()
                    + ", not as described: " + faults + "\n" + response.asString());
        }
        return response;
    }

    /** What is wrong with a response; nothing for a path that is not described. */
    List<String> faults(String method, String path, Response response) {
        Optional<String> template = template(path);
        JsonNode operation = template.map(found -> operation(method, found)).orElse(document.path(""));
        if (operation.isMissingNode()) {
            return List.of();
        }
        int status = response.statusCode();
        JsonNode described = operation.path("responses").path(Integer.toString(status));
        if (described.isMissingNode()) {
            return OF_EVERY_ROUTE.contains(status)
                    ? faults(method, document.at("/components/responses/Failure"), response, "Failure")
                    : List.of("the status");
        }
        return faults(method, resolved(described), response, method + " " + template.get() + " " + status);
    }

    private List<String> faults(String method, JsonNode described, Response response, String key) {
        List<String> faults = new ArrayList<>();
        described.path("headers").properties().forEach(header -> {
            if (header.getValue().path("required").asBoolean() && response.header(header.getKey()) == null) {
                faults.add("no header " + header.getKey());
            }
        });
        byte[] body = response.asByteArray();
        if (body.length == 0) {
            return faults;
        }
        String type = response.contentType() == null
                ? ""
                : response.contentType().replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        JsonNode content = described.path("content");
        JsonNode media = content.has(type) ? content.get(type) : content.path("*/*");
        if (media.isMissingNode()) {
            faults.add("the media type " + type);
        } else if (type.endsWith("json") && media.has("schema") && content.has(type)) {
            schema(key + " " + type, media.get("schema"))
                    .validate(response.asString(), InputFormat.JSON)
                    .forEach(error -> faults.add(text(error)));
        }
        return faults;
    }

    private static String text(Error error) {
        return error.getInstanceLocation() + ": " + error.getMessage();
    }

    private Schema schema(String key, JsonNode schema) {
        return schemas.computeIfAbsent(
                key, name -> registry.getSchema(schema.toString().replace("\"#/", "\"" + ID + "#/"), InputFormat.JSON));
    }

    private JsonNode operation(String method, String template) {
        String verb = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        return document.path("paths").path(template).path(verb);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** The path as it stands, or else the template with the fewest parameters that fits. */
    private Optional<String> template(String path) {
        Map<String, Integer> fitting = new HashMap<>();
        document.path("paths").fieldNames().forEachRemaining(template -> {
            String pattern = PARAMETER
                    .matcher(template)
                    .replaceAll(found -> found.group(1).equals("path") ? ".+" : "[^/]+");
            if (path.matches(pattern)) {
                fitting.put(
                        template, (int) PARAMETER.matcher(template).results().count());
            }
        });
        return fitting.entrySet().stream().min(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    /** The names of the query parameters of a route. */
    public List<String> queryParameters(Endpoint endpoint) {
        List<String> names = new ArrayList<>();
        operation(endpoint.method(), endpoint.path()).path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("query")) {
                names.add(parameter.path("name").asText());
            }
        });
        return names;
    }
}
