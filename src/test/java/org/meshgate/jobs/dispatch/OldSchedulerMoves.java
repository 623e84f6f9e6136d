package org.meshgate.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.meshgate.jobs.dispatch.JobModel.Job;
import org.meshgate.jobs.dispatch.JobModel.Place;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.testing.GpuScheduler;

/** Random moves of 3DAIGC-API on the same data as Meshgate, in Redis and in the model. */
final class OldSchedulerMoves {

    private static final String FEATURE = "text_to_textured_mesh";

    private final GpuScheduler scheduler;
    private final Clock clock;

    OldSchedulerMoves(GpuScheduler scheduler, Clock clock) {
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** Which knows neither indexes nor the fair queue. */
    void submitByOldApi(ModelSequence run) {
        Job job = new Job(run.values.oneOf(run.owners).userId(), FEATURE, "");
        String id = "old-" + run.done.size() + "-" + run.model.jobs.size();
        scheduler.enqueueByOldApi(id, job.owner, clock.instant());
        run.model.jobs.put(id, job);
        run.done.add("submit by the old API " + id + " of " + job.owner);
        run.unreconciled = true;
    }

    /** Takes a job, or ends one that it has taken. */
    void move(ModelSequence run) {
        run.unreconciled = true;
        Optional<String> running = run.job(job -> job.place == Place.SCHEDULER);
        if (running.isEmpty() || run.values.number(0, 2) == 0) {
            if (run.ghosts.isEmpty() && run.model.jobs.values().stream().anyMatch(job -> job.place == Place.PENDING)) {
                String id = scheduler.pop();
                run.done.add("the scheduler takes " + id);
                scheduler.start(id, "its-model");
                assertThat(run.model.jobs.get(id).place).isEqualTo(Place.PENDING);
                run.model.jobs.get(id).since = clock.instant();
                run.model.jobs.get(id).move(JobStatus.PROCESSING, Place.SCHEDULER);
            }
            return;
        }
        String id = running.get();
        Job job = run.model.jobs.get(id);
        switch (run.values.number(0, 3)) {
            case 0 -> {
                run.done.add("the scheduler puts back " + id);
                scheduler.requeue(id);
                job.move(JobStatus.QUEUED, Place.PENDING);
            }
            case 1 -> {
                run.done.add("the scheduler fails " + id);
                scheduler.fail(id, "no memory");
                job.measure(clock.instant());
                job.move(JobStatus.FAILED, Place.NONE);
            }
            default -> {
                run.done.add("the scheduler completes " + id);
                scheduler.complete(id, Map.of("success", true));
                job.measure(clock.instant());
                job.move(JobStatus.COMPLETED, Place.NONE);
            }
        }
    }
}
