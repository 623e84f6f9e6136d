package org.meshgate.files;

import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** How many uploads there may be. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SmallLimits.class)
class UploadLimitsTest {

    @Test
    void numberOfUploadsIsLimitedPerUser() {
        // Given
        Account alice = Api.register();
        String first = upload(alice).then().statusCode(200).extract().path("file_id");
        upload(alice).then().statusCode(200);
        upload(alice).then().statusCode(200);
        // When
        Response refused = upload(alice);
        // Then
        assertProblem(
                        refused,
                        429,
                        "UPLOAD_QUOTA_EXCEEDED",
                        "You have 3 uploads, which is the limit. Delete some, or wait until they expire.")
                .header("Retry-After", equalTo("600"))
                .header("RateLimit-Policy", equalTo("\"uploads\";q=3"))
                .header("RateLimit", equalTo("\"uploads\";r=0;t=600"));
        upload(Api.register()).then().statusCode(200);
        as(alice).delete("/api/v1/file-upload/" + first).then().statusCode(200);
        upload(alice).then().statusCode(200);
    }

    private static Response upload(Account account) {
        return as(account).multiPart("file", "a.glb", UploadSamples.glb(100)).post("/api/v1/file-upload/mesh");
    }
}
