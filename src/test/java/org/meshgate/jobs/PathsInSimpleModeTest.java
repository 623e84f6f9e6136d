package org.meshgate.jobs;

import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.json;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** Where there are no accounts, everybody may give files of one folder by path. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SimpleMode.class)
class PathsInSimpleModeTest {

    private static final String ROUTE = "/api/v1/mesh-generation/image-to-raw-mesh";

    @Test
    void acceptsFileOfTheInputFolderFromEveryone() {
        JobFolders.write(JobFolders.INPUTS.resolve("cat.png"), "png");
        json(Map.of("image_path", "cat.png")).post(ROUTE).then().statusCode(200);
        assertProblem(
                json(Map.of("image_path", "/etc/passwd")).post(ROUTE),
                403,
                "FILE_ACCESS_DENIED",
                "Access denied to this file");
    }
}
