package org.meshgate.jobs.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A job that a worker holds for {@link JobDispatcher#LEASE}; each heartbeat extends it.
 *
 * @param lease the fencing token: attempt and 128 random bits
 * @param attempt from 1
 * @param model the preferred model, else one of the worker's; may be empty
 * @param inputs of the submission, with paths of the server
 * @param owner absent for a job without an owner
 */
public record ClaimedJob(
        String jobId,
        String lease,
        int attempt,
        String feature,
        String model,
        ObjectNode inputs,
        Optional<String> owner) {

    /** This job as the worker names it in its next calls. */
    public HeldJob heldBy(Optional<String> account) {
        return new HeldJob(account, jobId, lease);
    }
}
