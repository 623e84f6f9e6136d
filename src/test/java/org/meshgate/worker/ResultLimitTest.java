package org.meshgate.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Workers.TEXTURED;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.files.Outputs;
import org.meshgate.files.UploadSamples;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.Workers;
import org.meshgate.testing.Workers.Lease;
import org.meshgate.testing.Workers.Worker;

/** The largest result. */
@QuarkusTest
@TestProfile(Profiles.SmallLimits.class)
@QuarkusTestResource(RedisResource.class)
class ResultLimitTest {

    private static final int LIMIT = 600 * 1024;

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @TestHTTPResource
    URI server;

    private Worker worker;
    private Lease lease;

    @BeforeEach
    void aHeldJob() {
        redis.clearQueue();
        worker = Workers.create(accounts.createAdmin());
        Jobs.submit(Api.register());
        lease = worker.claimOne(TEXTURED);
    }

    @Test
    void aFileOfTheLimitIsAcceptedAndALargerOneIsNot() throws IOException {
        assertProblem(
                worker.upload(lease, "b.glb", UploadSamples.glb(LIMIT + 1)),
                413,
                "BODY_TOO_LARGE",
                containsString("614400 bytes"));
        assertThat(files()).isZero();
        worker.upload(lease, "a.glb", UploadSamples.glb(LIMIT)).then().statusCode(201);
    }

    @Test
    void aFileOfUnknownLengthIsRefusedWhileItIsSent() throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(server + lease.path().substring(1) + "/files/a.glb?lease=" + lease.lease())
                        .toURL()
                        .openConnection();
        connection.setRequestMethod("PUT");
        connection.setRequestProperty("Authorization", "Bearer " + worker.token());
        connection.setDoOutput(true);
        connection.setChunkedStreamingMode(64 * 1024);
        connection.getOutputStream().write(UploadSamples.glb(LIMIT + 64 * 1024));
        assertThat(connection.getResponseCode()).isEqualTo(413);
        try (InputStream problem = connection.getErrorStream()) {
            assertThat(new String(problem.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("BODY_TOO_LARGE");
        }
        assertThat(files()).isZero();
    }

    private long files() throws IOException {
        Path folder = Outputs.FOLDER.resolve(".incoming/" + lease.jobId() + "_1");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
