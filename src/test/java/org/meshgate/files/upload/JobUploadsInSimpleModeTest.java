package org.meshgate.files.upload;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.meshgate.files.UploadSamples;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Without accounts everybody's uploads are everybody's, and their records are the old ones. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SimpleMode.class)
class JobUploadsInSimpleModeTest {

    private static final String ROOT = "/api/v1/file-upload";

    @Inject
    RedisView redis;

    @Test
    void everyClientUploadsListsAndDeletes() {
        String id = given().multiPart("file", "a.png", UploadSamples.png(9, 9))
                .post(ROOT + "/image")
                .then()
                .statusCode(200)
                .extract()
                .path("file_id");
        assertThat(redis.get("file:" + id)).doesNotContain("user_id");
        given().get(ROOT + "/list").then().statusCode(200).body("files.file_id", hasItem(id));
        given().get(ROOT + "/metadata/" + id).then().statusCode(200).body("is_available", equalTo(true));
        given().delete(ROOT + "/" + id).then().statusCode(200);
        given().get(ROOT + "/metadata/" + id).then().statusCode(404);
        given().get(ROOT + "/supported-formats").then().statusCode(200);
        assertThat(redis.dump()).doesNotContain(id);
    }
}
