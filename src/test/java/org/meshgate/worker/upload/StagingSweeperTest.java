package org.meshgate.worker.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.testing.Workers.TEXTURED;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.files.Outputs;
import org.meshgate.files.UploadSamples;
import org.meshgate.jobs.dispatch.JobDispatcher;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;
import org.meshgate.testing.Workers;
import org.meshgate.testing.Workers.Lease;
import org.meshgate.testing.Workers.Worker;

/** What becomes of uploaded files of which no job has made use. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class StagingSweeperTest {

    private static final byte[] MESH = UploadSamples.glb(300);

    @Inject
    StagingSweeper sweeper;

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private Worker worker;

    @BeforeEach
    void aWorkerAndAnEmptyQueue() {
        redis.clearQueue();
        worker = Workers.create(accounts.createAdmin());
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    private Lease uploaded() {
        Jobs.submit(Api.register());
        Lease lease = worker.claimOne(TEXTURED);
        worker.upload(lease, "a.glb", MESH).then().statusCode(201);
        return lease;
    }

    private static Path file(Lease lease) {
        return Outputs.FOLDER.resolve(".incoming/" + lease.jobId() + "_1/a.glb");
    }

    private void sweep() {
        sweeper.step().await().atMost(Duration.ofSeconds(10));
    }

    @Test
    void filesOfALostAttemptAreDeletedAfterAnHour() {
        Lease lost = uploaded();
        worker.release(lost).then().statusCode(200);
        sweep();
        assertThat(file(lost)).exists();
        clock.advance(Duration.ofMinutes(61));
        sweep();
        assertThat(file(lost)).doesNotExist();
        assertThat(file(lost).getParent()).doesNotExist();
    }

    @Test
    void filesOfALongAttemptStay() {
        Lease held = uploaded();
        Duration step = JobDispatcher.LEASE.minusSeconds(2);
        for (Duration passed = Duration.ZERO; passed.toMinutes() < 61; passed = passed.plus(step)) {
            clock.advance(step);
            worker.beat(held, Map.of()).then().statusCode(200);
        }
        sweep();
        assertThat(file(held)).exists();
        worker.complete(held, Map.of("result", "a.glb")).then().statusCode(200);
    }
}
