package org.meshgate.files;

import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;

/** Where foreign jobs are hidden, foreign uploads are. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(UploadsFolder.Hiding.class)
class HiddenUploadsTest {

    private static final String ROOT = "/api/v1/file-upload";

    @Test
    void aForeignUploadIsAsIfItWasNotThere() {
        Account alice = Api.register();
        Account bob = Api.register();
        String id = as(alice)
                .multiPart("file", "a.png", UploadSamples.png(9, 9))
                .post(ROOT + "/image")
                .then()
                .statusCode(200)
                .extract()
                .path("file_id");
        String detail = "File not found or expired";
        assertProblem(as(bob).get(ROOT + "/metadata/" + id), 404, "FILE_NOT_FOUND", detail);
        assertProblem(as(bob).delete(ROOT + "/" + id), 404, "FILE_NOT_FOUND", detail);
        as(alice).delete(ROOT + "/" + id).then().statusCode(200);
    }
}
