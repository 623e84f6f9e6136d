package org.meshgate.jobs.record;

/**
 * Numbers of jobs of all users.
 *
 * @param pending jobs in the queue
 * @param processing jobs held by the GPU scheduler or with a lease
 * @param total all jobs, including ended ones
 * @param scheduled those of the processing jobs that the GPU scheduler holds
 * @param leased those of the processing jobs whose lease has not expired
 */
public record JobCounts(
        long pending,
        long processing,
        long completed,
        long failed,
        long cancelled,
        long total,
        long scheduled,
        long leased) {}
