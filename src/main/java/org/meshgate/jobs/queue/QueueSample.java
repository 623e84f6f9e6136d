package org.meshgate.jobs.queue;

import java.util.Map;
import java.util.Optional;
import org.meshgate.jobs.record.JobStatus;

/**
 * The queue at one moment.
 *
 * @param jobs how many there are in each status, all users together, as the indexes have it
 * @param waiting how many stand in the queue
 * @param oldestMillis when the job was submitted that has waited for the longest time; empty when none waits
 */
record QueueSample(Map<JobStatus, Long> jobs, long waiting, Optional<Long> oldestMillis) {}
