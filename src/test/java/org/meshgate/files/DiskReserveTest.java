package org.meshgate.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.meshgate.files.upload.JobUploadsFolder;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** A disk that has less room than the operator wants to keep. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.Throttling.class)
class DiskReserveTest {

    @Inject
    Accounts accounts;

    @Test
    void uploadKeepsTheDiskReserve() {
        int before = JobUploadsFolder.files().size();
        assertProblem(
                as(accounts.createAdmin())
                        .multiPart("file", "a.glb", UploadSamples.glb(100))
                        .post("/api/v1/file-upload/mesh"),
                507,
                "DISK_FULL",
                "The server has no room for this file. Try again later, or tell its operator.");
        assertThat(JobUploadsFolder.files()).hasSize(before);
    }
}
