package org.meshgate.jobs.dispatch;

import java.util.Optional;

/**
 * A job that a worker claims to hold.
 *
 * @param account of the worker; must be the one that claimed the job
 * @param lease as the claim returned it
 */
public record HeldJob(Optional<String> account, String jobId, String lease) {}
