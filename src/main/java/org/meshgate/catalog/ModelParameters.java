package org.meshgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The {@code model_parameters} of one submission; the rules are told at {@link JobForm}. */
final class ModelParameters {

    private final JobType type;
    private final ObjectNode body;
    private final Map<String, JsonNode> values;
    private final FieldErrors errors;

    /**
     * @param body the whole of what the client sent
     * @param values of the fields that are right, given or by default
     * @param errors where what is wrong is noted
     */
    ModelParameters(JobType type, ObjectNode body, Map<String, JsonNode> values, FieldErrors errors) {
        this.type = type;
        this.body = body;
        this.values = values;
        this.errors = errors;
    }

    /**
     * Checks all members.
     *
     * @param model the chosen one; without one nothing can be said of the members
     * @return those that are right, by the key of the input
     */
    Map<String, JsonNode> read(Optional<Model> model) {
        JsonNode given = body.path(JobType.MODEL_PARAMETERS);
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        if (given.isMissingNode() || given.isNull()) {
            return parameters;
        }
        if (!given.isObject()) {
            errors.add(JobType.MODEL_PARAMETERS, "must be a JSON object");
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
        Optional<Origin> input = Optional.ofNullable(type.inputs().get(name));
        boolean ofAField = input.filter(Origin.FromField.class::isInstance).isPresent();
        if (input.isPresent() && !(ofAField && parameter.isPresent())) {
            errors.addParameter(name, "belongs to the job itself and cannot be set here");
            return Optional.empty();
        }
        if (parameter.isEmpty()) {
            errors.addParameter(name, unknownTo(model));
            return Optional.empty();
        }
        Optional<JsonNode> value = parameter.get().rule().check(given).orTell(rule -> errors.addParameter(name, rule));
        return ofAField ? value.flatMap(good -> asField(name, good)) : value;
    }

    /** The value under the rule of the field that the input of this name comes from. */
    private Optional<JsonNode> asField(String name, JsonNode value) {
        Field field = type.fields().get(((Origin.FromField) type.inputs().get(name)).name());
        Optional<JsonNode> good = field.check(value).orTell(rule -> errors.addParameter(name, rule));
        boolean alsoGiven = body.hasNonNull(field.name()) && values.containsKey(field.name());
        if (good.isPresent() && alsoGiven && !good.get().equals(values.get(field.name()))) {
            errors.addParameter(name, "differs from the field " + field.name() + ": give one of the two, or the same");
            return Optional.empty();
        }
        return good;
    }

    private static String unknownTo(Model model) {
        return model.parameters().isEmpty()
                ? "is not known: " + model.id() + " has no parameters"
                : "is not a parameter of " + model.id() + ", which has "
                        + String.join(", ", model.parameters().keySet());
    }
}
