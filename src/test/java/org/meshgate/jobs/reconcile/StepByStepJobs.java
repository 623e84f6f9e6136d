package org.meshgate.jobs.reconcile;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.meshgate.jobs.record.QueueScore;
import org.meshgate.redis.Timestamps;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** A user, a scheduler and a reconciler that take steps only when a test says so; Redis is empty at first. */
public abstract class StepByStepJobs {

    static final String MODEL = "trellis_text_to_textured_mesh";
    static final Duration MOMENT = Duration.ofSeconds(1);

    @Inject
    public GpuScheduler scheduler;

    @Inject
    Reconciler reconciler;

    @Inject
    public RedisView redis;

    @Inject
    public TestClock clock;

    public Account alice;

    @BeforeEach
    void empty() {
        redis.send(Command.FLUSHALL);
        alice = Api.register();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    String running() {
        String id = Jobs.submit(alice);
        scheduler.take(id);
        scheduler.start(id, MODEL);
        return id;
    }

    void lookTwiceWithin(Duration time) {
        step();
        lookAfter(time);
    }

    void lookAfter(Duration time) {
        clock.advance(time);
        step();
    }

    public void step() {
        reconciler.step().await().atMost(Duration.ofSeconds(10));
    }

    String place(String id) {
        Response score = redis.send(Command.ZSCORE, "3daigc:queue:pending", id);
        return score == null ? null : score.toString();
    }

    /** As the record has it. */
    String score(String id) {
        long millis = Timestamps.parse(scheduler.record(id).get("created_at").textValue())
                .orElseThrow()
                .toEpochMilli();
        redis.send(Command.ZADD, "3daigc:expected", QueueScore.of(1, millis), id);
        return redis.send(Command.ZSCORE, "3daigc:expected", id).toString();
    }
}
