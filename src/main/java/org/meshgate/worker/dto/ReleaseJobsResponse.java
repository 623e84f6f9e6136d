package org.meshgate.worker.dto;

/**
 * The outcome of a release.
 *
 * @param released how many jobs went back to the queue
 */
public record ReleaseJobsResponse(int released) {}
