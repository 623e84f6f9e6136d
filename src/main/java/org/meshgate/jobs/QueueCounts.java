package org.meshgate.jobs;

/**
 * How many jobs there are, all users together.
 *
 * @param pending waiting
 * @param processing worked on, by the GPU scheduler or with a lease
 * @param total all that there are, ended ones too
 */
public record QueueCounts(long pending, long processing, long completed, long failed, long cancelled, long total) {}
