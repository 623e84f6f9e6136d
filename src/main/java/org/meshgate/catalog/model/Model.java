package org.meshgate.catalog.model;

import java.util.List;
import java.util.Map;
import org.meshgate.catalog.rule.InsertionOrder;

/**
 * A model that does jobs of one feature.
 *
 * @param id its name, unique among all models
 * @param feature what it does
 * @param vramMb the memory that one worker needs on its GPU, in MiB
 * @param inputs what it reads, for people
 * @param outputs the formats that it writes, for people
 * @param enabled whether it takes jobs
 * @param parameters what a submission may set, by name, in the order of the file
 */
public record Model(
        String id,
        String feature,
        int vramMb,
        List<String> inputs,
        List<String> outputs,
        boolean enabled,
        Map<String, Parameter> parameters) {

    /** Makes defensive copies of the collections. */
    public Model {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        parameters = InsertionOrder.copy(parameters);
    }
}
