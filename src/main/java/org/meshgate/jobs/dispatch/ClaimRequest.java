package org.meshgate.jobs.dispatch;

import java.util.Optional;
import java.util.Set;

/**
 * A worker's request for jobs.
 *
 * @param workerId chosen by the worker, for administrators
 * @param account the service account of the worker; absent in simple mode and for the sample worker
 * @param features that the worker can run, at least one; a claim merges the pools of its features: their users share one
 *     virtual time from then on
 * @param models that the worker can run; empty for any. The first is shown in jobs without a preference
 * @param loadedModels models that are in the worker's memory, whose jobs are preferred
 * @param substitute model that runs all jobs in place of the preferred ones
 * @param slots maximum number of jobs
 */
public record ClaimRequest(
        String workerId,
        Optional<String> account,
        Set<String> features,
        Set<String> models,
        Set<String> loadedModels,
        Optional<String> substitute,
        int slots) {

    /** A request of a worker that runs the preferred models. */
    public ClaimRequest(
            String workerId,
            Optional<String> account,
            Set<String> features,
            Set<String> models,
            Set<String> loadedModels,
            int slots) {
        this(workerId, account, features, models, loadedModels, Optional.empty(), slots);
    }
}
