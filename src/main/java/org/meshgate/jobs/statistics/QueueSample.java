package org.meshgate.jobs.statistics;

import java.util.Map;
import java.util.Optional;
import org.meshgate.jobs.record.JobStatus;

/**
 * A sample of the queue.
 *
 * @param jobs number of jobs of all users by status, from the indexes
 * @param waiting number of jobs in the queue
 * @param oldestMillis submission time of the oldest waiting job, in milliseconds since 1970; absent when none waits
 */
record QueueSample(Map<JobStatus, Long> jobs, long waiting, Optional<Long> oldestMillis) {}
