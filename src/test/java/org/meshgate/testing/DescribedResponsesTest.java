package org.meshgate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.builder.ResponseBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the validator of responses finds. */
class DescribedResponsesTest {

    private static final String DOCUMENT = """
            {"paths":
              {"/cats/{id}": {"get": {"responses": {
                "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Cat"}}}},
                "404": {"$ref": "#/components/responses/NotFound"},
                "default": {"$ref": "#/components/responses/Failure"}}}},
               "/cats/files/{path}": {"get": {"responses": {"200": {"content": {"*/*": {}}}}}}},
             "components": {
              "schemas": {"Cat": {"type": "object", "required": ["name", "owner"], "properties":
                {"name": {"type": "string"}, "owner": {"type": ["string", "null"]},
                 "born": {"type": "string", "format": "date-time"}}}},
              "responses": {
                "NotFound": {"headers": {"X-Must": {"required": true}, "X-May": {}}},
                "Failure": {"content": {"application/problem+json": {"schema": {"type": "object"}}}}}}}
            """;

    private static List<String> faults(String path, int status, String type, String body) {
        try {
            return new DescribedResponses(new ObjectMapper().readTree(DOCUMENT))
                    .faults(
                            "GET",
                            path,
                            new ResponseBuilder()
                                    .setStatusCode(status)
                                    .setContentType(type)
                                    .setBody(body)
                                    .build());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> cat(String body) {
        return faults("/cats/1", 200, "application/json", body);
    }

    @Test
    void whatIsDescribedIsRight() {
        assertThat(cat("{\"name\":\"Tom\",\"owner\":null,\"born\":\"2026-01-31T09:30:00.123Z\"}"))
                .isEmpty();
        assertThat(faults("/cats/files/a/b.png", 200, "image/png", "png")).isEmpty();
        assertThat(faults("/dogs", 500, "text/plain", "no route of the document"))
                .isEmpty();
        assertThat(faults("/cats/1", 405, "application/problem+json", "{}")).isEmpty();
    }

    @Test
    void whatIsNotDescribedIsFound() {
        assertThat(faults("/cats/1", 500, "application/problem+json", "{}")).containsExactly("the status");
        assertThat(faults("/cats/1", 200, "text/plain", "Tom")).containsExactly("the media type text/plain");
        assertThat(faults("/cats/1", 404, "", "")).containsExactly("no header X-Must");
        assertThat(cat("{\"owner\":null}")).singleElement().asString().contains("name");
        assertThat(cat("{\"name\":null,\"owner\":null}"))
                .singleElement()
                .asString()
                .contains("/name", "null");
        assertThat(cat("{\"name\":\"Tom\",\"owner\":null,\"tail\":1}"))
                .singleElement()
                .asString()
                .contains("tail");
        assertThat(cat("{\"name\":\"Tom\",\"owner\":null,\"born\":\"today\"}"))
                .singleElement()
                .asString()
                .contains("/born");
    }
}
