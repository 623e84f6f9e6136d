package org.meshgate.jobs.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.invariants.QueueInvariants.Report;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Five jobs, one of each status, and two webhooks as they have to stand in Redis; and each way in which that can be broken. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class QueueInvariantsTest {

    private static final String FEATURE = "auto_rig";

    /** The SHA-1 of "wh_1 job.failed failed" and of "wh_s job.completed completed" begin so. */
    private static final String FAILED = "msg_2e40529cf135e513c36f4c097fb7675e";

    private static final String COMPLETED = "msg_7b5e224e3112f2af0bdae0229de2d0f3";

    private static final Instant END = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Inject
    QueueInvariants invariants;

    @Inject
    RedisView redis;

    @BeforeEach
    void fiveJobs() {
        redis.send(Command.FLUSHALL);
        for (String status : new String[] {"queued", "processing", "completed", "failed", "cancelled"}) {
            job(status, status);
        }
        run("ZADD queue:pending 10 queued");
        run("ZADD fair:waiting:auto_rig:u1 10 queued");
        run("ZADD fair:flows:auto_rig 0 u1");
        run("ZADD fair:heads:auto_rig 10 u1");
        run("SADD fair:active:u1 auto_rig");
        run("ZADD queue:leases 99 processing");
        run("HSET claim:processing lease 1-aa attempt 1");
        run("HSET claim:completed last 1-bb outcome completed");
        run("EXPIRE claim:completed 1000");
        run("HSET results completed {}");
        run("SET usage:since 0");
        run("HSET jobs:usage completed 1000 failed 0 cancelled -");
        run("HSET usage:ledger jobs 7 gpu_ms 1500 removed_jobs 5 removed_gpu_ms 500");
        run("HSET jobs:open queued 60000|u1|tok_1| processing 30000|u1|tok_2|tok_2");
        run("HSET usage:reserved server 90000 u:u1 90000 t:tok_2 30000");
        run("HSET usage:spent:20260131 server 1000");
        run("ZADD usage:users:20260131 1000 u1");
        for (String day : new String[] {"usage:server:20260131", "usage:of:u1:20260131"}) {
            redis.send(Command.HSET, "3daigc:" + day, "total", "3 1 1 1000 5");
        }
        for (String endpoint : new String[] {"wh_1", "wh_s"}) {
            run("HSET webhook:" + endpoint + " created_at 5 lane live");
            run("ZADD webhook:ended:" + endpoint + " 1 other");
        }
        run("HSET webhooks:of:u1 wh_1 job.failed");
        run("ZADD webhook:log:wh_1 1 " + FAILED);
        run("ZADD webhook:due:wh_1 1 " + FAILED);
        run("ZADD webhooks:due:live 1 wh_1");
        run("HSET webhooks:of:server wh_s job.completed");
        run("ZADD webhook:log:wh_s 1 " + COMPLETED);
        run("ZADD webhook:ended:wh_s 1 " + COMPLETED);
    }

    @Test
    void consistentDataHasNoFindings() {
        Report report = check();
        assertThat(report.violations()).isEmpty();
        assertThat(report.clean()).isTrue();
        assertThat(report.jobs()).isEqualTo(5);
    }

    @Test
    void eachJobIsInExactlyOnePlace() {
        finds(
                "ZREM queue:leases processing",
                "Job processing is processing, but stands in no queue and with no worker.");
        finds("ZADD queue:delayed 5 queued", "Job queued stands in queue:pending and queue:delayed.");
        finds("SADD queue:processing processing", "Job processing stands in queue:leases and queue:processing.");
        finds("ZADD queue:pending 5 failed", "Job failed is failed, but stands in queue:pending.");
        finds("SADD queue:processing cancelled", "Job cancelled is cancelled, but stands in queue:processing.");
    }

    @Test
    void noLeaseWithoutAJobAndNoJobWithoutItsLease() {
        finds("HDEL claim:processing lease", "Job processing stands in queue:leases without a lease.");
        finds("HSET claim:queued lease 2-cc", "Job queued has a lease, but does not stand in queue:leases.");
        finds(
                "HSET claim:completed outcome failed",
                "Job completed is completed, but its last attempt ended as failed.");
        finds("PERSIST claim:completed", "Job completed has ended, but its claim never expires.");
        finds("HSET claim:nowhere lease 1-dd", "Job nowhere has a claim, but no record.");
        finds("ZADD queue:leases 5 nowhere", "Job nowhere stands in queue:leases, but has no record.");
        finds("ZADD queue:delayed 5 nowhere", "Job nowhere stands in queue:delayed, but has no record.");
    }

    @Test
    void onlyACompletedJobHasAResult() {
        finds("HDEL results completed", "Job completed is completed, but has no result.");
        finds("HSET results failed {}", "Job failed is failed, but has a result.");
    }

    @Test
    void indexesMatchRecords() {
        finds("ZADD jobs:status:failed 1 queued", "Job queued is queued, but stands in jobs:status:failed.");
        finds("ZREM jobs:status:failed failed", "Job failed is failed, but is missing from jobs:status:failed.");
        finds("ZREM jobs:owner:u1:failed failed", "Job failed is failed, but is missing from jobs:owner:u1:failed.");
        finds("ZREM jobs:owner:u1 failed", "Job failed is missing from the index of its owner.");
        finds("HSET jobs:owners failed u2", "Job failed has another owner in jobs:owners.");
        finds("ZADD jobs:status:queued 1 nowhere", "Job nowhere stands in jobs:status:queued, but has no record.");
        finds("HSET jobs broken {", "Job broken has a record that cannot be read.");
    }

    @Test
    void usageIsTheSumOfJobs() {
        finds("HSET jobs:usage completed 999", "The sum of gpu_ms in usage:ledger is 1000, but the jobs make 999.");
        finds("HINCRBY usage:ledger jobs 1", "The number of jobs in usage:ledger is 3, but the jobs make 2.");
        finds("HDEL jobs:usage failed", "Job failed has ended, but is not counted in jobs:usage.");
        finds("HSET jobs:usage nowhere 0", "Job nowhere stands in jobs:usage, but has no record.");
        finds(
                "HSET jobs:open failed 5|u1|tok_1|",
                "Job failed has ended, but stands in jobs:open.",
                "The time of server in usage:reserved is 90000, but the jobs make 90005.");
        finds("HSET usage:reserved u:u2 5", "The time of u:u2 in usage:reserved is 5, but the jobs make 0.");
        finds("HDEL usage:reserved t:tok_2", "The time of t:tok_2 in usage:reserved is 0, but the jobs make 30000.");
        finds(
                "ZADD usage:users:20260131 7 u1",
                "The spent milliseconds of the server in 20260131 are 1000, but those of its users 7.");
        finds(
                "HSET usage:of:u1:20260131 total 2|1|1|1000|5",
                "The jobs of the server in 20260131 are 3, but those of its users 2.");
        finds(
                "ZADD usage:users:202601 7 u1",
                "The spent milliseconds of the server in 202601 are 0, but those of its users 7.");
    }

    @Test
    void eachEndHasADeliveryToEachWebhookThatSubscribesToIt() {
        finds("ZREM webhook:log:wh_1 " + FAILED, "Job failed has ended, but wh_1 has no delivery of that.");
        finds("ZREM webhook:log:wh_s " + COMPLETED, "Job completed has ended, but wh_s has no delivery of that.");
        finds(
                "ZREM webhook:due:wh_1 " + FAILED,
                "Job failed has ended, but its delivery to wh_1 neither waits nor has ended.");
        finds(
                "ZREM webhook:ended:wh_s " + COMPLETED,
                "Job completed has ended, but its delivery to wh_s neither waits nor has ended.");
        finds(
                "ZREM webhooks:due:live wh_1",
                "Job failed has ended, but wh_1, where its delivery waits, is in no order.");
        finds(
                "HSET webhook:wh_1 lane slow",
                "Job failed has ended, but wh_1, where its delivery waits, is in no order.");
    }

    @Test
    void webhookThatIsNewOrLeftEventsOutNeedsNoDeliveryOfEarlierEnds() {
        for (String field : new String[] {"created_at", "complete_since"}) {
            run("DEL webhook:log:wh_1");
            run("HSET webhook:wh_1 " + field + " " + END.toEpochMilli());
            assertThat(check().violations()).isEmpty();
            run("HSET webhook:wh_1 " + field + " "
                    + END.minus(Duration.ofMinutes(2)).toEpochMilli());
            assertThat(check().violations()).hasSize(1);
        }
    }

    @Test
    void fullLogOfAWebhookKeepsDeliveriesSinceTheOldestThatItHas() {
        // Given 200 deliveries in the log, and not that of the job
        run("DEL webhook:log:wh_1");
        IntStream.range(0, 200).forEach(i -> run("ZADD webhook:log:wh_1 1 msg_" + i));
        run("DEL webhook:ended:wh_1");
        run("ZADD webhook:ended:wh_1 " + END.plusSeconds(5).toEpochMilli() + " msg_7");
        // Then it may have been removed
        assertThat(check().violations()).isEmpty();
        // But not when an earlier one is there
        finds(
                "ZADD webhook:ended:wh_1 " + END.minusSeconds(90).toEpochMilli() + " msg_7",
                "Job failed has ended, but wh_1 has no delivery of that.");
    }

    @Test
    void jobOfATimeBeforeUsageWasCountedWaitsForTheReconciler() {
        run("SET usage:since 99999999999999");
        run("HDEL jobs:usage failed cancelled completed");
        run("HSET usage:ledger jobs 5 gpu_ms 500");
        Report report = check();
        assertThat(report.violations()).isEmpty();
        assertThat(report.unreconciled()).isEqualTo(3);
    }

    @Test
    void theFairQueueHoldsWhatWaits() {
        finds(
                "SADD fair:parked u1",
                "fair:flows:auto_rig has u1, which is parked.",
                "fair:heads:auto_rig has u1, which is parked.");
        finds(
                "ZREM fair:flows:auto_rig u1",
                "fair:waiting:auto_rig:u1 belongs to u1, which waits, but is neither in both orders nor parked.");
        finds("ZADD fair:heads:auto_rig 9 u1", "fair:heads:auto_rig has u1 with another score than its first job has.");
        finds("ZADD fair:flows:auto_rig 0 u9", "fair:flows:auto_rig has u9, which has no waiting job.");
        finds("ZADD fair:newcomers:auto_rig 1 u9", "fair:newcomers:auto_rig has u9, which has no waiting job.");
        finds("SADD fair:parked u9", "fair:parked has u9, of which no job runs.");
        finds(
                "SREM fair:active:u1 auto_rig",
                "fair:waiting:auto_rig:u1 has jobs, but fair:active:u1 does not name the feature.");
        finds("SADD fair:active:u1 other", "fair:active:u1 names other, for which no job waits.");
        run("ZREM queue:pending queued");
        run("ZADD queue:delayed 5 queued");
        assertThat(check().violations())
                .containsExactly("Job queued waits in the fair queue, but stands in queue:delayed.");
    }

    @Test
    void leavesForeignJobsToTheReconciler() {
        // Given a job that it queued, one that it took, and one that it wrote again after the deletion
        job("theirs", "queued");
        run("ZADD queue:pending 11 theirs");
        run("HSET jobs unindexed {\"feature\":\"auto_rig\",\"status\":\"queued\"}");
        run("HSET jobs deleted {\"feature\":\"auto_rig\",\"status\":\"queued\"}");
        run("ZADD jobs:deleted 5 deleted");
        // Then
        Report report = check();
        assertThat(report.violations()).isEmpty();
        assertThat(report.unreconciled()).isEqualTo(3);
        assertThat(report.clean()).isFalse();
    }

    @Test
    void readsABoundedPartAndKeepsABoundedNumber() {
        // Given
        IntStream.range(0, 300).forEach(i -> run("ZADD queue:pending 5 nowhere-" + i));
        IntStream.range(0, 1000).forEach(i -> run("HSET jobs other-" + i + " {}"));
        // When
        Report part = invariants.check(2).await().atMost(Duration.ofSeconds(20));
        // Then
        assertThat(part.complete()).isFalse();
        assertThat(part.jobs()).isBetween(100L, 600L);
        assertThat(part.violations()).hasSize(QueueInvariants.MAX_VIOLATIONS);
        assertThat(check().jobs()).isEqualTo(1005);
    }

    private void job(String id, String status) {
        String record = "{\"job_id\":\"%s\",\"feature\":\"%s\",\"status\":\"%s\",\"user_id\":\"u1\",\"%s_at\":\"%s\"}"
                .formatted(id, FEATURE, status, status, END);
        redis.send(Command.HSET, "3daigc:jobs", id, record);
        run("HSET jobs:owners " + id + " u1");
        for (String index : new String[] {"created", "owner:u1", "owner:u1:" + status, "status:" + status}) {
            run("ZADD jobs:" + index + " 1 " + id);
        }
    }

    /** Breaks something, finds it, and puts everything back. */
    private void finds(String command, String... sentences) {
        run(command);
        assertThat(check().violations()).as(command).contains(sentences);
        fiveJobs();
    }

    private Report check() {
        return invariants.check(1000).await().atMost(Duration.ofSeconds(20));
    }

    /** @param command with the key, without its prefix, as its second word */
    private void run(String command) {
        String[] words = command.split(" ");
        words[1] = "3daigc:" + words[1];
        redis.send(Command.create(words[0]), Arrays.copyOfRange(words, 1, words.length));
    }
}
