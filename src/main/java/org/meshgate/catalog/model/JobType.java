package org.meshgate.catalog.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meshgate.catalog.rule.Field;
import org.meshgate.catalog.rule.InsertionOrder;
import org.meshgate.catalog.rule.ValueRule;

/**
 * A kind of job: one route, and what a submission on it looks like. Beside its fields and files each takes
 * {@code model_preference}.
 *
 * @param path of the route that takes such jobs by POST
 * @param feature whose models do them
 * @param message what the answer to a submission says to people
 * @param objectName whether a submission may name its result
 * @param parameters how {@code model_parameters} are used
 * @param fields what the body may have, by name
 * @param files what files it may give, by name of the group
 * @param oneOf groups of fields of which exactly one is given
 * @param inputs what the worker gets, by key, in this order
 * @param metadata what the job's record says beside, by key
 */
public record JobType(
        String path,
        String feature,
        String message,
        boolean objectName,
        Parameters parameters,
        Map<String, Field> fields,
        Map<String, FileGroup> files,
        List<List<String>> oneOf,
        Map<String, InputOrigin> inputs,
        Map<String, InputOrigin> metadata) {

    /** The body's field that names a model. */
    public static final String MODEL_PREFERENCE = "model_preference";

    /** The body's field that sets the chosen model's parameters. */
    public static final String MODEL_PARAMETERS = "model_parameters";

    /** The body's field, and the key of inputs and metadata, that names the result. */
    public static final String OBJECT_NAME = "object_name";

    private static final String OUTPUT_FORMAT = "output_format";

    /** How {@code model_parameters} are used. */
    public enum Parameters {
        /** Appends parameters that no input references to the inputs. */
        SPREAD,
        /** Allows only parameters that an input references. */
        PICKED,
        /** Ignores the field, like an unknown one. */
        ABSENT
    }

    /** Makes defensive copies of the collections. */
    public JobType {
        fields = InsertionOrder.copy(fields);
        files = InsertionOrder.copy(files);
        oneOf = oneOf.stream().map(List::copyOf).toList();
        inputs = InsertionOrder.copy(inputs);
        metadata = InsertionOrder.copy(metadata);
    }

    /** The formats among which a body may choose; none where there is no choice. */
    public List<String> outputFormats() {
        return Optional.ofNullable(fields.get(OUTPUT_FORMAT))
                .filter(field -> field.rule() instanceof ValueRule)
                .map(field -> ((ValueRule) field.rule())
                        .allowed().stream().map(JsonNode::asText).toList())
                .orElseGet(List::of);
    }

    /** Whether a body may hold a whole file. */
    public boolean takesBase64() {
        return files.values().stream().anyMatch(group -> group.fields().containsKey(FileReference.Source.BASE64));
    }
}
