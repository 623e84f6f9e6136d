package org.meshgate.worker.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What a worker says of itself. The lists are copied.
 *
 * @param account the user id of its service account; absent in simple mode
 * @param models empty for all models of its features
 * @param slots how many jobs it takes at once
 * @param jobs how many jobs it runs
 * @param gpu anything; absent when it said nothing
 */
public record WorkerDescription(
        String id,
        Optional<String> account,
        Optional<String> host,
        Optional<String> version,
        List<String> features,
        List<String> models,
        List<String> loadedModels,
        int slots,
        int jobs,
        Optional<ObjectNode> gpu) {

    public WorkerDescription {
        features = List.copyOf(features);
        models = List.copyOf(models);
        loadedModels = List.copyOf(loadedModels);
    }

    /** A worker of which only a heartbeat is known yet. */
    static WorkerDescription unknown(String id, Optional<String> account) {
        return new WorkerDescription(
                id,
                account,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                0,
                0,
                Optional.empty());
    }

    /** Whether it comes from a claim, which names features. */
    boolean isClaimer() {
        return !features.isEmpty();
    }

    WorkerDescription running(int now, Optional<ObjectNode> newGpu) {
        return new WorkerDescription(
                id, account, host, version, features, models, loadedModels, slots, now, newGpu.or(() -> gpu));
    }

    /** A claim says nothing of running jobs and of the GPU: those of the last heartbeat stay. */
    WorkerDescription after(WorkerDescription earlier) {
        return new WorkerDescription(
                id,
                account,
                host,
                version,
                features,
                models,
                loadedModels,
                slots,
                earlier.jobs,
                gpu.or(() -> earlier.gpu));
    }
}
