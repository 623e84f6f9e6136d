package org.meshgate.jobs;

import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** Where {@code storage.inputs} is not set, nobody gives a file by its path. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.Strict.class)
class PathsWithoutFolderTest {

    @Inject
    Accounts accounts;

    @Test
    void rejectsPathFromAdministratorsWithoutAnInputFolder() {
        assertProblem(
                as(accounts.createAdmin())
                        .contentType(ContentType.JSON)
                        .body(Map.of("image_path", "/etc/passwd"))
                        .post("/api/v1/mesh-generation/image-to-raw-mesh"),
                403,
                "ACCESS_DENIED",
                "This server takes no files by path: storage.inputs is not set.");
    }
}
