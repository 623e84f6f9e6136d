package org.meshgate.jobs;

import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.json;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.RedisResource;

/** Where there are no accounts, everybody may give files of one folder by path. */
@QuarkusTest
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
@TestProfile(PathsInSimpleModeTest.Open.class)
class PathsInSimpleModeTest {

    private static final String ROUTE = "/api/v1/mesh-generation/image-to-raw-mesh";
    private static final Path INPUTS = Path.of("target", "test-inputs").toAbsolutePath();

    public static class Open implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Files.createDirectories(INPUTS);
                Files.writeString(INPUTS.resolve("cat.png"), "png");
                return Map.of(
                        "meshgate.security.user_auth_enabled", "false", "meshgate.storage.inputs", INPUTS.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void everybodyMayGiveAFileOfTheFolder() {
        json(Map.of("image_path", "cat.png")).post(ROUTE).then().statusCode(200);
        assertProblem(
                json(Map.of("image_path", "/etc/passwd")).post(ROUTE),
                403,
                "FILE_ACCESS_DENIED",
                "Access denied to this file");
    }
}
