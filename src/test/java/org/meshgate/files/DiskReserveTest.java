package org.meshgate.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

/** A disk that has less room than the operator wants to keep. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(DiskReserveTest.MoreThanAnyDiskHas.class)
class DiskReserveTest {

    public static class MoreThanAnyDiskHas implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new UploadsFolder().getConfigOverrides());
            settings.put("meshgate.storage.reserve", "1000000G");
            return settings;
        }
    }

    @Test
    void anUploadLeavesTheReserveAlone() {
        int before = UploadsFolder.files().size();
        assertProblem(
                as(Api.register())
                        .multiPart("file", "a.glb", UploadSamples.glb(100))
                        .post("/api/v1/file-upload/mesh"),
                507,
                "DISK_FULL",
                "The server has no room for this file. Try again later, or tell its operator.");
        assertThat(UploadsFolder.files()).hasSize(before);
    }
}
