package org.meshgate.system;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.rule.ValueRule;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

/** The lists that clients of 3DAIGC-API fill their forms from. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class MeshToolsTest {

    private static final String API = "/api/v1/";

    @Inject
    Accounts accounts;

    @Inject
    Catalog catalog;

    private Api.Account user;

    @BeforeEach
    void register() {
        user = Api.register();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mesh-retopology/available-models",
                "mesh-retopology/supported-formats",
                "mesh-uv-unwrapping/available-models",
                "mesh-uv-unwrapping/pack-methods",
                "mesh-uv-unwrapping/supported-formats",
                "mesh-segmentation/supported-formats",
                "auto-rigging/supported-formats",
                "mesh-editing/supported-masks",
                "system/adapters",
                "system/available-adapters"
            })
    void everyCallerWithAGoodTokenSeesTheSame(String route) {
        String url = API + route;
        String forUser = as(user).get(url).then().statusCode(200).extract().asString();
        assertThat(as(accounts.createAdmin()).get(url).asString()).isEqualTo(forUser);
        assertProblem(given().get(url), 401, "TOKEN_REQUIRED", containsString("Authorization header is missing"));
        assertProblem(as(Api.UNKNOWN_TOKEN).get(url), 401, "INVALID_TOKEN", "Invalid token");
        assertProblem(as(user).delete(url), 405, "METHOD_NOT_ALLOWED", containsString("method"));
    }

    @Test
    void theModelsForRetopologyAreThoseOfTheCatalog() {
        as(user).get(API + "mesh-retopology/available-models")
                .then()
                .statusCode(200)
                .body("size()", equalTo(2))
                .body("available_models", equalTo(List.of("instant_meshes_retopology")))
                .body("models_details", aMapWithSize(1))
                .body("models_details.instant_meshes_retopology", aMapWithSize(2))
                .body("models_details.instant_meshes_retopology.description", equalTo("Instant meshes: retopology"))
                .body("models_details.instant_meshes_retopology.target_vertices", equalTo(null));
    }

    @Test
    void theModelsForUnwrappingAreThoseOfTheCatalog() {
        as(user).get(API + "mesh-uv-unwrapping/available-models")
                .then()
                .statusCode(200)
                .body("size()", equalTo(2))
                .body("available_models", equalTo(List.of("xatlas_uv_unwrapping")))
                .body(
                        "models_details",
                        equalTo(Map.of("xatlas_uv_unwrapping", Map.of("description", "Xatlas: UV unwrapping"))));
    }

    @Test
    void thePackMethodsAreThoseThatAJobMayName() {
        JobType unwrapping =
                catalog.jobType(API + "mesh-uv-unwrapping/unwrap-mesh").orElseThrow();
        ValueRule rule = (ValueRule) unwrapping.fields().get("pack_method").rule();
        Map<String, Map<String, String>> methods = as(user).get(API + "mesh-uv-unwrapping/pack-methods")
                .then()
                .statusCode(200)
                .body("size()", equalTo(1))
                .extract()
                .path("pack_methods");
        assertThat(methods)
                .isEqualTo(Map.of("blender", Map.of("description", "Arranges the charts with the packer of Blender")));
        assertThat(methods.keySet())
                .containsExactlyElementsOf(
                        rule.allowed().stream().map(node -> node.asText()).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "mesh-retopology, obj glb ply stl, obj glb ply",
        "mesh-uv-unwrapping, obj glb, obj",
        "mesh-segmentation, glb, glb",
        "auto-rigging, obj glb fbx, fbx glb"
    })
    void theFormatsOfAFamily(String family, String inputs, String outputs) {
        as(user).get(API + family + "/supported-formats")
                .then()
                .statusCode(200)
                .body("size()", equalTo(2))
                .body("input_formats", equalTo(List.of(inputs.split(" "))))
                .body("output_formats", equalTo(List.of(outputs.split(" "))));
    }

    @Test
    void theMasksAreThoseThatAJobTakes() {
        JobType editing =
                catalog.jobType(API + "mesh-editing/text-mesh-editing").orElseThrow();
        Map<String, Map<String, Map<String, String>>> masks = as(user).get(API + "mesh-editing/supported-masks")
                .then()
                .statusCode(200)
                .body("size()", equalTo(2))
                .body("mask_types.bbox.name", equalTo("Bounding box"))
                .body("mask_types.ellipsoid.name", equalTo("Ellipsoid"))
                .body("constraints", aMapWithSize(3))
                .body("constraints.center_range", containsString("-10.0 to 10.0"))
                .body("constraints.dimension_range", containsString("0.1 to 5.0"))
                .body("constraints.radii_range", containsString("0.1 to 5.0"))
                .extract()
                .path("mask_types");
        assertThat(masks).containsOnlyKeys("bbox", "ellipsoid");
        assertThat(masks.get("bbox").get("parameters")).containsOnlyKeys("center", "dimensions");
        assertThat(masks.get("ellipsoid").get("parameters")).containsOnlyKeys("center", "radii");
        assertThat(editing.fields()).containsKeys("mask_bbox", "mask_ellipsoid");
    }

    @Test
    void noAdapterIsLoadedHereAndTheModelsAreCounted() {
        as(user).get(API + "system/adapters")
                .then()
                .statusCode(200)
                .body("size()", equalTo(4))
                .body("adapters", empty())
                .body("total_count", equalTo(0))
                .body("by_feature", aMapWithSize(14))
                .body("by_feature.image_to_textured_mesh", equalTo(4))
                .body("by_status", equalTo(Map.of("loaded", 0, "unloaded", 0, "loading", 0, "error", 0)));
        as(user).get(API + "system/available-adapters")
                .then()
                .statusCode(200)
                .body("", equalTo(Map.of("features", Map.of(), "total_adapters", 0, "total_features", 0)));
    }
}
