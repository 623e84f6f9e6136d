package org.meshgate.jobs.statistics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.problem.BudgetState;

/**
 * A sample of the queue and of usage.
 *
 * @param jobs number of jobs of all users by status, from the indexes
 * @param waiting number of jobs in the queue
 * @param oldestMillis submission time of the oldest waiting job, in milliseconds since 1970; absent when none waits
 * @param gpuMillis GPU milliseconds of all jobs that have ended since usage is counted
 * @param reservedMillis GPU milliseconds that the other jobs are expected to take
 * @param budgets of the server
 */
record QueueSample(
        Map<JobStatus, Long> jobs,
        long waiting,
        Optional<Long> oldestMillis,
        long gpuMillis,
        long reservedMillis,
        List<BudgetState> budgets) {}
