package org.meshgate.system;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ModelsRoutesTest {

    private static final String SYSTEM = "/api/v1/system";
    private static final String PARAMETERS = SYSTEM + "/models/trellis2_image_to_textured_mesh/parameters";

    @Inject
    Accounts accounts;

    @ParameterizedTest
    @ValueSource(strings = {SYSTEM + "/models", SYSTEM + "/models?feature=auto_rig", SYSTEM + "/features", PARAMETERS})
    void routesNeedAValidToken(String url) {
        assertProblem(given().get(url), 401, "TOKEN_REQUIRED", containsString("Authorization header is missing"));
        assertProblem(as("garbage").get(url), 401, "INVALID_TOKEN", "Invalid token");
        assertProblem(as(Api.UNKNOWN_TOKEN).get(url), 401, "INVALID_TOKEN", "Invalid token");
    }

    @ParameterizedTest
    @ValueSource(strings = {SYSTEM + "/models", SYSTEM + "/models?feature=auto_rig", SYSTEM + "/features"})
    void usersAndAdministratorsSeeTheSame(String url) {
        String forUser =
                as(Api.register()).get(url).then().statusCode(200).extract().asString();
        String forAdmin = as(accounts.createAdmin())
                .get(url)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(forAdmin).isEqualTo(forUser);
    }

    @Test
    void theModelsComeByFeatureInTheOrderOf3daigc() {
        // When
        var answer = as(Api.register()).get(SYSTEM + "/models").then().statusCode(200);
        // Then
        Map<String, List<String>> models = answer.body("total_features", equalTo(14))
                .body("total_models", equalTo(23))
                .body("size()", equalTo(3))
                .extract()
                .path("available_models");
        assertThat(new ArrayList<>(models.keySet()))
                .hasSize(14)
                .startsWith("text_to_textured_mesh", "text_mesh_painting", "image_to_raw_mesh")
                .endsWith("image_mesh_editing", "text_to_motion");
        assertThat(models)
                .containsEntry("text_to_textured_mesh", List.of("trellis_text_to_textured_mesh"))
                .containsEntry(
                        "image_to_raw_mesh", List.of("hunyuan3dv21_image_to_raw_mesh", "ultrashape_image_to_raw_mesh"));
    }

    @Test
    void theModelsOfOneFeature() {
        Api.Account user = Api.register();
        assertThat(as(user).get(SYSTEM + "/models?feature=text_to_textured_mesh")
                        .asString())
                .isEqualTo("{\"feature\":\"text_to_textured_mesh\",\"models\":[\"trellis_text_to_textured_mesh\"]}");
        as(user).queryParam("feature", "mesh_segmentation")
                .get(SYSTEM + "/models")
                .then()
                .statusCode(200)
                .body("models", equalTo(List.of("p3sam_mesh_segmentation")));
    }

    @Test
    void anUnknownFeatureIsNotFound() {
        assertProblem(
                as(Api.register()).get(SYSTEM + "/models?feature=nope"),
                404,
                "FEATURE_NOT_FOUND",
                "Feature 'nope' not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TEXT_TO_TEXTURED_MESH", "../../etc/passwd", "a\u0000b", "żółć 🐱", "[]", "%"})
    void invalidFeatureIsNotEchoed(String feature) {
        assertProblem(
                as(Api.register()).queryParam("feature", feature).get(SYSTEM + "/models"),
                404,
                "FEATURE_NOT_FOUND",
                "Feature not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?feature=", "?feature=%20", "?feature", "?other=1"})
    void blankFeatureIsNotFound(String query) {
        as(Api.register())
                .urlEncodingEnabled(false)
                .get(SYSTEM + "/models" + query)
                .then()
                .statusCode(200)
                .body("total_models", equalTo(23));
    }

    @Test
    void theFeatures() {
        as(Api.register())
                .get(SYSTEM + "/features")
                .then()
                .statusCode(200)
                .body("total_features", equalTo(14))
                .body("features", hasSize(14))
                .body(
                        "features[0]",
                        equalTo(Map.of(
                                "name",
                                "text_to_textured_mesh",
                                "model_count",
                                1,
                                "models",
                                List.of("trellis_text_to_textured_mesh"))))
                .body("features[3].name", equalTo("image_to_textured_mesh"))
                .body("features[3].model_count", equalTo(4))
                .body("features[3].models[1]", equalTo("trellis2_image_to_textured_mesh"));
    }

    @Test
    void theParametersOfAModel() {
        // When
        var answer = as(Api.register()).get(PARAMETERS);
        // Then what does not apply is not there, and a default of null is
        answer.then().statusCode(200).body("timestamp", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"));
        assertThat(answer.asString())
                .startsWith("{\"model_id\":\"trellis2_image_to_textured_mesh\","
                        + "\"feature_type\":\"image_to_textured_mesh\",\"vram_requirement\":20480,"
                        + "\"schema\":{\"parameters\":{"
                        + "\"decimation_target\":{\"type\":\"integer\",\"default\":1000000,\"minimum\":10000,"
                        + "\"maximum\":10000000,\"required\":false},"
                        + "\"texture_size\":{\"type\":\"integer\",\"default\":4096,\"enum\":[1024,2048,4096,8192],"
                        + "\"required\":false},"
                        + "\"remesh\":{\"type\":\"boolean\",\"default\":true,\"required\":false},")
                .contains("\"seed\":{\"type\":\"integer\",\"default\":null,\"minimum\":0,\"required\":false}}}");
    }

    @Test
    void aModelWithoutParametersHasAnEmptySchema() {
        as(accounts.createAdmin())
                .get(SYSTEM + "/models/colmap_3dgs_reconstruct/parameters")
                .then()
                .statusCode(200)
                .body("schema.parameters", equalTo(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "trellis",
                "TRELLIS_text_to_textured_mesh",
                "partpacker_image_to_raw_mesh",
                "%00",
                "%20"
            })
    void aModelThatTakesNoJobsIsNotFound(String model) {
        assertProblem(
                as(Api.register()).urlEncodingEnabled(false).get(SYSTEM + "/models/" + model + "/parameters"),
                404,
                "MODEL_NOT_FOUND",
                "Model not found. GET /api/v1/system/models lists those there are.");
    }

    @Test
    void theDescriptionShowsBothFormsOfTheModels() {
        given().get("/openapi.json")
                .then()
                .statusCode(200)
                .body(
                        "paths.'/api/v1/system/models'.get.responses.'200'.content.'application/json'.schema.oneOf.$ref",
                        equalTo(List.of(
                                "#/components/schemas/AllModelsResponse",
                                "#/components/schemas/FeatureModelsResponse")));
    }
}
