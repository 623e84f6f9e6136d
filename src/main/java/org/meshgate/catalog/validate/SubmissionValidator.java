package org.meshgate.catalog.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.FieldErrors;
import org.meshgate.catalog.model.FileGroup;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.model.Model;
import org.meshgate.catalog.rule.ValueType;
import org.meshgate.problem.ValidationFailedException;

/**
 * Validates submissions. Unknown fields are ignored, but for {@code webhook_url}; every value that a worker gets has been validated by a rule. Files
 * are not read.
 *
 * <p>{@code model_parameters} are appended to the inputs; a job type can restrict them to those that an input names. A
 * parameter of the chosen model must satisfy its rule; null counts as absent. Other members are ignored and named in
 * the submission, or rejected under strict handling. A member never replaces an input of the job type, with one
 * exception: a parameter with the name of an input that comes from a field is an alternative to that field. It must
 * satisfy the rule of the field as well, and supplies the value if the field is absent. If both are present and differ,
 * the parameter is handled like an unknown one.
 */
@ApplicationScoped
public class SubmissionValidator {

    private static final String WEBHOOK_URL = "webhook_url";

    private final Catalog catalog;

    public SubmissionValidator(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Validates a request body.
     *
     * @param type type of the job
     * @param body the request body; not modified
     * @param unknown how to handle unknown model parameters
     * @throws ValidationFailedException with the invalid fields, 50 at most, and the rule that each violates
     */
    public Submission read(JobType type, ObjectNode body, UnknownParameters unknown) {
        FieldErrors errors = new FieldErrors();
        if (body.hasNonNull(WEBHOOK_URL)) { // unknown fields are ignored, and its sender would wait in vain
            errors.add(WEBHOOK_URL, "must not be given: register the URL once with POST /api/v1/users/me/webhooks");
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        type.fields().values().forEach(field -> field.check(body.path(field.name()))
                .orAddTo((at, rule) -> errors.add(field.name() + at, rule))
                .ifPresent(value -> values.put(field.name(), value)));
        type.oneOf().forEach(group -> checkOneOf(group, body, errors));
        Map<String, FileGroup.Given> files = new LinkedHashMap<>();
        type.files().forEach((name, group) -> group.read(body, errors).ifPresent(given -> files.put(name, given)));
        Optional<Model> model = model(type, body.path(JobType.MODEL_PREFERENCE), errors);
        IgnoredParameters ignored = new IgnoredParameters();
        Map<String, JsonNode> parameters = new ModelParameterValidator(
                        type,
                        body,
                        values,
                        errors,
                        unknown == UnknownParameters.REJECT ? errors::addParameter : (name, rule) -> ignored.add(name))
                .read(model);
        errors.throwIfAny();

        InputsBuilder inputs = new InputsBuilder(type, values, files, parameters);
        return new Submission(
                type.feature(),
                model.orElseThrow().id(),
                inputs.inputs(),
                inputs.files(),
                inputs.metadata(),
                type.message(),
                ignored.names());
    }

    private static void checkOneOf(List<String> group, ObjectNode body, FieldErrors errors) {
        List<String> given = group.stream().filter(body::hasNonNull).toList();
        if (given.size() > 1) {
            errors.add(given.get(1), "must not be given together with " + given.get(0));
        } else if (given.isEmpty()) {
            errors.add(
                    group.get(0),
                    "is required, unless " + String.join(" or ", group.subList(1, group.size())) + " is given");
        }
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
            return "cannot be met: no model is available for this kind of job";
        }
        String first = models.get(0).id();
        return "must be one of " + models.stream().map(Model::id).collect(Collectors.joining(", "))
                + ", or a family such as " + first.split("_", 2)[0] + ", or be left out";
    }
}
