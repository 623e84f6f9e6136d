package org.meshgate.cli.worker.protocol;

import java.util.List;

/**
 * The answer to a claim.
 *
 * @param jobs empty when there was none within the wait
 * @param drain whether the worker shall finish its jobs and claim no more
 */
public record ClaimReply(List<JobAssignment> jobs, boolean drain) {

    public ClaimReply {
        jobs = List.copyOf(jobs);
    }
}
