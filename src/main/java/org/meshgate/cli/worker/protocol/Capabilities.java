package org.meshgate.cli.worker.protocol;

import java.util.List;

/**
 * Which jobs a worker takes.
 *
 * @param models empty: any
 * @param loadedModels models in memory, whose jobs the server prefers
 */
public record Capabilities(List<String> features, List<String> models, List<String> loadedModels) {

    public Capabilities {
        features = List.copyOf(features);
        models = List.copyOf(models);
        loadedModels = List.copyOf(loadedModels);
    }
}
