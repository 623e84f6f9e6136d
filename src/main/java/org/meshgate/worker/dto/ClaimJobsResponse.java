package org.meshgate.worker.dto;

import java.util.List;

/**
 * The claimed jobs.
 *
 * @param jobs empty after the wait
 * @param drain whether an administrator wants the worker to stop; it gets no jobs then
 */
public record ClaimJobsResponse(List<AssignedJob> jobs, boolean drain) {}
