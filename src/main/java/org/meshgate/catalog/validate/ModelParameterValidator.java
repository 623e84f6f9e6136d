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

/** The {@code model_parameters} of one submission; the rules are told at {@link SubmissionValidator}. */
final class ModelParameterValidator {

    private static final String NOT_TAKEN = "is not taken by this kind of job";

    private final JobType type;
    private final ObjectNode body;
    private final Map<String, JsonNode> values;
    private final FieldErrors errors;
    private final BiConsumer<String, String> unusable;

    /**
     * @param body the whole of what the client sent
     * @param values of the fields that are right, given or by default
     * @param errors where what is wrong is noted
     * @param unusable is given the name of each member that cannot be used here, and why
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
     * Checks all members.
     *
     * @param model the chosen one; without one nothing can be said of the members
     * @return those that are right and say something else than a field, by name; what is said in the place of a field
     *     that is not given is put among the values
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
        boolean free = field.isPresent()
                || input.filter(InputOrigin.FromParameter.class::isInstance).isPresent();
        boolean isName = type.objectName() && name.equals(JobType.OBJECT_NAME);
        if (isName || input.isPresent() && !(free && parameter.isPresent())) {
            unusable.accept(name, "belongs to the job itself and cannot be set here");
            return Optional.empty();
        }
        if (type.parameters() == JobType.Parameters.ABSENT) {
            unusable.accept(name, NOT_TAKEN);
            return Optional.empty();
        }
        if (parameter.isEmpty()) {
            unusable.accept(name, unknownTo(model));
            return Optional.empty();
        }
        if (field.isEmpty() && type.parameters() == JobType.Parameters.PICKED && !isPicked(name)) {
            unusable.accept(name, NOT_TAKEN);
            return Optional.empty();
        }
        Optional<JsonNode> value =
                parameter.get().rule().check(given).orAddTo((at, rule) -> errors.addParameter(name, rule));
        if (field.isPresent()) {
            value.flatMap(good -> asField(name, field.get(), good))
                    .ifPresent(good -> values.put(field.get().name(), good));
            return Optional.empty();
        }
        return value;
    }

    private boolean isPicked(String name) {
        return type.inputs().values().stream()
                .anyMatch(origin -> origin instanceof InputOrigin.FromParameter parameter
                        && parameter.name().equals(name));
    }

    /** The value under the rule of the field that the input of this name comes from. */
    private Optional<JsonNode> asField(String name, Field field, JsonNode value) {
        Optional<JsonNode> good = field.check(value).orAddTo((at, rule) -> errors.addParameter(name, rule));
        boolean alsoGiven = body.hasNonNull(field.name()) && values.containsKey(field.name());
        if (good.isPresent() && alsoGiven && !good.get().equals(values.get(field.name()))) {
            // clients that show a form for the parameters send the defaults of all of them beside what the user chose
            unusable.accept(name, "differs from the field " + field.name() + ": give one of the two, or the same");
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
