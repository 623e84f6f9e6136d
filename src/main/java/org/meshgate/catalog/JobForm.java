package org.meshgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meshgate.problem.ValidationFailedException;

/**
 * Makes a checked submission of what a client sent. Fields that a job type does not have are ignored; everything that is
 * passed on to a worker was held against a rule.
 *
 * <p>{@code model_parameters} are appended to the inputs. A member must be a parameter of the chosen model and keep its
 * rule; one that is null counts as absent. A member can never replace an input of the job type, with one exception: where
 * the model has a parameter with the name of an input that comes from a field, the two are two ways to say the same. The
 * member must then keep the field's rule as well, and holds where the field is not given; given both, they must be equal.
 */
@ApplicationScoped
public class JobForm {

    private final Catalog catalog;

    JobForm(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Checks a body.
     *
     * @param type what the job is
     * @param body what the client sent; it is not changed
     * @throws ValidationFailedException that names the fields that are wrong, 50 at most, and what each must be
     */
    public Submission read(JobType type, ObjectNode body) {
        FieldErrors errors = new FieldErrors();
        Map<String, JsonNode> values = new LinkedHashMap<>();
        type.fields().values().forEach(field -> field.check(body.path(field.name()))
                .orTell(rule -> errors.add(field.name(), rule))
                .ifPresent(value -> values.put(field.name(), value)));
        Optional<Model> model = model(type, body.path(JobType.MODEL_PREFERENCE), errors);
        Map<String, JsonNode> parameters = new ModelParameters(type, body, values, errors).read(model);
        errors.throwIfAny();

        ObjectNode inputs = filled(type.inputs(), values);
        parameters.forEach(inputs::set); // a key that is there keeps its place
        return new Submission(
                type.feature(), model.orElseThrow().id(), inputs, filled(type.metadata(), values), type.message());
    }

    private Optional<Model> model(JobType type, JsonNode preference, FieldErrors errors) {
        if (!preference.isTextual() && !preference.isNull() && !preference.isMissingNode()) {
            errors.add(JobType.MODEL_PREFERENCE, ValueType.STRING.rule());
            return Optional.empty();
        }
        Optional<Model> model = catalog.resolve(type.feature(), Optional.ofNullable(preference.textValue()));
        if (model.isEmpty()) {
            errors.add(JobType.MODEL_PREFERENCE, choice(catalog.enabledModels(type.feature())));
        }
        return model;
    }

    private static String choice(List<Model> models) {
        if (models.isEmpty()) {
            return "cannot be met: no model of this feature is enabled";
        }
        String first = models.get(0).id();
        return "must be one of " + models.stream().map(Model::id).collect(Collectors.joining(", "))
                + ", or a family such as " + first.split("_", 2)[0] + ", or be left out";
    }

    private static ObjectNode filled(Map<String, Origin> origins, Map<String, JsonNode> values) {
        ObjectNode filled = JsonNodeFactory.instance.objectNode();
        origins.forEach((key, origin) -> filled.set(
                key,
                origin instanceof Origin.FromField field
                        ? values.get(field.name())
                        : ((Origin.Constant) origin).value()));
        return filled;
    }
}
