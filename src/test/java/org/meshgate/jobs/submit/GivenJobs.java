package org.meshgate.jobs.submit;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.meshgate.config.JobsConfig;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.jobs.record.QueueScore;

/** Puts jobs into the queue by the script of submissions, for users that need no account: many, and fast. */
@ApplicationScoped
public class GivenJobs {

    private final SubmissionStore store;
    private final JobJson json;
    private final Clock clock;
    private final AtomicLong sequence = new AtomicLong();

    GivenJobs(SubmissionStore store, JobJson json, Clock clock) {
        this.store = store;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Each is a millisecond younger than the one before, although a stopped clock stands still.
     *
     * @param owner empty for none
     * @param model empty for any
     * @return the id
     */
    public String submit(String owner, String feature, String model) {
        long number = sequence.incrementAndGet();
        String id = "job-%06d".formatted(number);
        long created = clock.millis() + number;
        String record = json.write(json.object()
                .put(JobRecord.ID, id)
                .put(JobRecord.FEATURE, feature)
                .put(JobRecord.INPUTS, "{\"text_prompt\":\"a chair\"}")
                .put(JobRecord.MODEL_PREFERENCE, model)
                .put(JobRecord.PRIORITY, QueueScore.DEFAULT_PRIORITY)
                .put(JobRecord.STATUS, "queued")
                .put(JobRecord.CREATED, JobTimes.write(clock.instant()))
                .put(JobRecord.METADATA, "{}")
                .put(JobRecord.OWNER, owner));
        store.submit(
                        new SubmissionStore.NewJob(
                                id,
                                record,
                                created,
                                QueueScore.DEFAULT_PRIORITY,
                                new Submitter(
                                        Optional.of(owner).filter(text -> !text.isEmpty()),
                                        Optional.empty(),
                                        Optional.empty()),
                                Optional.empty()),
                        new SubmissionStore.Quota(0, 0),
                        JobsConfig.Scheduling.FAIR)
                .await()
                .atMost(Duration.ofSeconds(10));
        return id;
    }
}
