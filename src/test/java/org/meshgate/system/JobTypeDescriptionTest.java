package org.meshgate.system;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.RedisResource;

/** What programs that make a form of the API description need besides its schemas. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobTypeDescriptionTest {

    @Test
    void whatASchemaCannotSayOfAJobTypeStandsBesideIt() throws IOException {
        // When
        JsonNode paths = new ObjectMapper()
                .readTree(given().get("/openapi.json").asString())
                .path("paths");
        // Then
        JsonNode painting = ofType(paths, "mesh-generation/text-mesh-painting");
        assertThat(painting.path("feature").asText()).isEqualTo("text_mesh_painting");
        assertThat(painting.path("prompts").toString()).isEqualTo("[\"text_prompt\"]");
        assertThat(painting.at("/files/mesh").toString())
                .isEqualTo("{\"kind\":\"mesh\",\"required\":true,\"fields\":{\"path\":\"mesh_path\","
                        + "\"base64\":\"mesh_base64\",\"id\":\"mesh_file_id\"}}");
        assertThat(ofType(paths, "mesh-editing/text-mesh-editing")
                        .path("one_of")
                        .toString())
                .isEqualTo("[[\"mask_bbox\",\"mask_ellipsoid\"]]");
    }

    private static JsonNode ofType(JsonNode paths, String path) {
        return paths.path("/api/v1/" + path).at("/post/x-meshgate-job-type");
    }
}
