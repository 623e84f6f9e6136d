package org.meshgate.jobs.dispatch;

import java.time.Instant;
import java.util.Optional;

/**
 * The last attempt of a job by a worker.
 *
 * @param number counts from 1; 0 for a job that no worker has claimed
 * @param failures attempts that failed or whose worker vanished; one that was released or cancelled does not count
 * @param workerId the worker that claimed the job last
 * @param model absent for a feature without models
 * @param startedAt when the worker claimed the job
 * @param outcome how the attempt ended, as the worker was told; absent while it runs
 * @param logTail the end of the log that the worker sent with the last failure that it reported; not redacted
 */
public record JobAttempt(
        int number,
        int failures,
        Optional<String> workerId,
        Optional<String> model,
        Optional<Instant> startedAt,
        Optional<String> outcome,
        Optional<String> logTail) {}
