package org.meshgate.jobs.record;

/**
 * How many jobs there are, all users together.
 *
 * @param pending waiting
 * @param processing worked on, by the GPU scheduler or with a lease
 * @param scheduled of those, how many the GPU scheduler has taken and not given back
 * @param leased of those, how many a worker with a lease has that it renewed in time
 * @param total all that there are, ended ones too
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
