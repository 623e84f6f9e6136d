package org.meshgate.catalog.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.meshgate.catalog.model.FieldErrors;
import org.meshgate.catalog.model.InputOrigin;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.model.Model;
import org.meshgate.catalog.model.Parameter;
import org.meshgate.catalog.rule.Field;

/** Validates the {@code model_parameters} of one submission; {@link SubmissionValidator} states the rules. */
final class ModelParameterValidator {

    private static final String NOT_USED = "is not taken by this kind of job";

    private final JobType type;
    private final ObjectNode body;
    private final Map<String, JsonNode> values;
    private final FieldErrors errors;
    private final BiConsumer<String, String> unusable;

    /**
     * @param body the request body
     * @param values validated values by field, defaults included; a parameter may supply the value of an absent field
     * @param errors collects violations
     * @param unusable receives the name of each member that the job does not use, and the reason
     */
    ModelParameterValidator(
            JobType type,
            ObjectNode body,
            Map<String, JsonNode> values,
            FieldErrors errors,
            BiConsumer<String, String> unusable) {
        this.type = type;
        this.body = body;
        this.values = values;
        this.errors = errors;
        this.unusable = unusable;
    }

    /**
     * Validates all members.
     *
     * @param model the chosen model; without one the members are not checked
     * @return the valid parameters by name, without those that supplied the value of a field
     */
    Map<String, JsonNode> read(Optional<Model> model) {
        JsonNode given = body.path(JobType.MODEL_PARAMETERS);
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        if (given.isMissingNode() || given.isNull()) {
            return parameters;
        }
        if (!given.isObject()) {
            if (type.parameters() != JobType.Parameters.ABSENT) {
                errors.add(JobType.MODEL_PARAMETERS, "must be a JSON object");
            }
            return parameters;
        }
        model.ifPresent(chosen -> given.properties().stream()
                .filter(member -> !member.getValue().isNull())
                .forEach(member -> check(chosen, member.getKey(), member.getValue())
                        .ifPresent(value -> parameters.put(member.getKey(), value))));
        return parameters;
    }

    private Optional<JsonNode> check(Model model, String name, JsonNode given) {
        Optional<Parameter> parameter = Optional.ofNullable(model.parameters().get(name));
        Optional<InputOrigin> input = Optional.ofNullable(type.inputs().get(name));
        Optional<Field> field = input.filter(InputOrigin.FromField.class::isInstance)
                .map(origin -> type.fields().get(((InputOrigin.FromField) origin).name()));
        boolean settable = field.isPresent()
                || input.filter(InputOrigin.FromParameter.class::isInstance).isPresent();
        boolean isObjectName = type.objectName() && name.equals(JobType.OBJECT_NAME);
        if (isObjectName || input.isPresent() && !(settable && parameter.isPresent())) {
            unusable.accept(name, "belongs to the job itself and cannot be set here");
            return Optional.empty();
        }
        if (type.parameters() == JobType.Parameters.ABSENT) {
            unusable.accept(name, NOT_USED);
            return Optional.empty();
        }
        if (parameter.isEmpty()) {
            unusable.accept(name, unknownParameter(model));
            return Optional.empty();
        }
        if (field.isEmpty() && type.parameters() == JobType.Parameters.PICKED && !isPicked(name)) {
            unusable.accept(name, NOT_USED);
            return Optional.empty();
        }
        Optional<JsonNode> value =
                parameter.get().rule().check(given).orAddTo((at, rule) -> errors.addParameter(name, rule));
        if (field.isPresent()) {
            value.flatMap(valid -> validateAsField(name, field.get(), valid))
                    .ifPresent(valid -> values.put(field.get().name(), valid));
            return Optional.empty();
        }
        return value;
    }

    private boolean isPicked(String name) {
        return type.inputs().values().stream()
                .anyMatch(origin -> origin instanceof InputOrigin.FromParameter parameter
                        && parameter.name().equals(name));
    }

    /** Validates a parameter by the rule of the field that supplies the input of the same name. */
    private Optional<JsonNode> validateAsField(String name, Field field, JsonNode value) {
        Optional<JsonNode> valid = field.check(value).orAddTo((at, rule) -> errors.addParameter(name, rule));
        boolean fieldGiven = body.hasNonNull(field.name()) && values.containsKey(field.name());
        if (valid.isPresent() && fieldGiven && !valid.get().equals(values.get(field.name()))) {
            // clients with a parameter form send all defaults, also of parameters that a field sets
            unusable.accept(name, "differs from the field " + field.name() + ": give one of the two, or the same");
            return Optional.empty();
        }
        return valid;
    }

    private static String unknownParameter(Model model) {
        return model.parameters().isEmpty()
                ? "is not known: " + model.id() + " has no parameters"
                : "is not a parameter of " + model.id() + ", which has "
                        + String.join(", ", model.parameters().keySet());
    }
}
