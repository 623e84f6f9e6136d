package org.meshgate.catalog;

import java.util.Map;

/**
 * A kind of job: one route, and what a submission on it looks like. Beside its fields each takes
 * {@code model_preference} and {@code model_parameters}.
 *
 * @param path of the route that takes such jobs by POST
 * @param feature whose models do them
 * @param message what the answer to a submission says to people
 * @param fields what the body may have, by name
 * @param inputs what the worker gets, by key, in this order
 * @param metadata what the job's record says beside, by key
 */
public record JobType(
        String path,
        String feature,
        String message,
        Map<String, Field> fields,
        Map<String, Origin> inputs,
        Map<String, Origin> metadata) {

    /** The body's field that names a model. */
    public static final String MODEL_PREFERENCE = "model_preference";

    /** The body's field that sets the chosen model's parameters. */
    public static final String MODEL_PARAMETERS = "model_parameters";

    /** Takes copies of what could be changed. */
    public JobType {
        fields = Ordered.copy(fields);
        inputs = Ordered.copy(inputs);
        metadata = Ordered.copy(metadata);
    }
}
