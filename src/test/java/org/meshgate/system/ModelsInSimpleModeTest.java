package org.meshgate.system;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SimpleMode.class)
class ModelsInSimpleModeTest {

    @Test
    void routesNeedNoTokenInSimpleMode() {
        given().get("/api/v1/system/models").then().statusCode(200).body("total_models", equalTo(23));
        given().get("/api/v1/system/models?feature=auto_rig")
                .then()
                .statusCode(200)
                .body("models.size()", equalTo(2));
        Api.assertProblem(
                given().get("/api/v1/system/models?feature=nope"),
                404,
                "FEATURE_NOT_FOUND",
                "Feature 'nope' not found");
        given().get("/api/v1/system/features").then().statusCode(200).body("total_features", equalTo(14));
        given().get("/api/v1/system/models/unirig_auto_rig/parameters")
                .then()
                .statusCode(200)
                .body("schema.parameters.rig_mode.default", equalTo("full"));
        Api.assertProblem(
                given().get("/api/v1/system/models/unknown/parameters"),
                404,
                "MODEL_NOT_FOUND",
                org.hamcrest.Matchers.containsString("Model not found"));
    }

    @Test
    void everyClientSeesFormatsQueueAndHost() {
        given().get("/api/v1/system/supported-formats")
                .then()
                .statusCode(200)
                .body("output_formats.mesh", equalTo(List.of("glb", "fbx", "obj", "ply")));
        given().get("/api/v1/system/scheduler-status")
                .then()
                .statusCode(200)
                .body("scheduler.features.size()", equalTo(14));
        given().get("/api/v1/system/status")
                .then()
                .statusCode(200)
                .body("system.restricted", equalTo(false))
                .body("system.memory.total", greaterThan(1L << 27));
        given().get("/api/v1/system/info")
                .then()
                .statusCode(200)
                .body("system.restricted", equalTo(false))
                .body("system.cpu_count", equalTo(Runtime.getRuntime().availableProcessors()));
    }
}
