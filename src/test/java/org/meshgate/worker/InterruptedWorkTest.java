package org.meshgate.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.files.Outputs;
import org.meshgate.jobs.dispatch.ClaimRequest;
import org.meshgate.jobs.dispatch.ClaimedJob;
import org.meshgate.jobs.dispatch.JobDispatcher;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** What the sample worker does with jobs that somebody ends; it is given them one by one here and does not poll. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class InterruptedWorkTest {

    private static final Path OUTPUTS = Outputs.FOLDER;

    @Inject
    SampleWorker worker;

    @Inject
    JobDispatcher dispatcher;

    @Inject
    RedisView redis;

    private Account alice;
    private ClaimedJob claimed;

    @BeforeEach
    void claimAJob() {
        redis.clearQueue();
        alice = Api.register();
        Jobs.submit(alice, "a blue vase");
        claimed = get(dispatcher.claim(new ClaimRequest(
                        "sample", Optional.empty(), Set.of("text_to_textured_mesh"), Set.of(), Set.of(), 1)))
                .get(0);
    }

    @Test
    void aJobThatNobodyEndsIsCompletedWithAFile() {
        get(worker.work(claimed));
        Jobs.status(alice, claimed.jobId()).then().body("status", equalTo("completed"));
        assertThat(file()).isNotEmptyFile();
        // and its progress was told on the way: what stood there last is cleared with the end
        assertThat(redis.hashField("jobs:progress", claimed.jobId())).isNull();
    }

    @Test
    void cancelledJobLeavesNoFile() {
        as(alice).post(Jobs.job(claimed.jobId()) + "/cancel").then().body("status", equalTo("cancel_requested"));
        get(worker.work(claimed));
        Jobs.status(alice, claimed.jobId()).then().body("status", equalTo("cancelled"));
        assertThat(file()).doesNotExist();
    }

    @Test
    void deletedJobLeavesNoFile() {
        as(alice).delete(Jobs.job(claimed.jobId())).then().statusCode(200);
        get(worker.work(claimed));
        assertProblem(Jobs.status(alice, claimed.jobId()), 404, "JOB_NOT_FOUND", "Job not found");
        assertThat(file()).doesNotExist();
    }

    @Test
    void aResultThatCannotBeWrittenFailsTheJob() throws Exception {
        // Given a file where the folder should be
        Path folder = OUTPUTS.resolve("meshes");
        Path aside = OUTPUTS.resolve("meshes-" + claimed.jobId());
        Files.createDirectories(folder);
        Files.move(folder, aside);
        Files.writeString(folder, "no folder");
        try {
            get(worker.work(claimed));
        } finally {
            Files.delete(folder);
            Files.move(aside, folder);
        }
        // Then the owner is told, and no path
        Jobs.status(alice, claimed.jobId())
                .then()
                .body("status", equalTo("failed"))
                .body("error", equalTo("The sample worker could not write the result."));
    }

    private Path file() {
        return OUTPUTS.resolve("meshes/sample_" + claimed.jobId() + ".glb");
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}
