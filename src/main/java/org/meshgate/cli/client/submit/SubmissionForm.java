package org.meshgate.cli.client.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meshgate.cli.client.session.ClientExit;
import org.meshgate.cli.client.session.ClientFailure;
import org.meshgate.cli.client.submit.JobTypeDescription.FileSlot;

/** Makes the body of a submission, and tells everything that is wrong with it at once, before a file is sent. */
final class SubmissionForm {

    private static final String PARAMETERS = "model_parameters";

    private final JobTypeDescription type;
    private final FieldValue values;
    private final ObjectNode body;
    private final List<String> errors = new ArrayList<>();

    SubmissionForm(JobTypeDescription type, ObjectMapper json) {
        this.type = type;
        this.values = new FieldValue(json);
        this.body = json.createObjectNode();
    }

    /** Sets the text that says what to make. */
    void prompt(Optional<String> prompt) {
        if (prompt.isEmpty()) {
            return;
        }
        Optional<String> field = type.promptField();
        if (field.isPresent()) {
            body.put(field.get(), prompt.get());
        } else {
            errors.add(
                    type.prompts().isEmpty()
                            ? type.name() + " takes no text"
                            : "the text may be meant for " + String.join(" or ", type.prompts())
                                    + ": give it by --set");
        }
    }

    /** Sets a field, or with {@code model_parameters.NAME} a parameter of the model. */
    void set(String field, String text) {
        if (field.startsWith(PARAMETERS + ".") && type.properties().containsKey(PARAMETERS)) {
            body.withObjectProperty(PARAMETERS).set(field.substring(PARAMETERS.length() + 1), values.parseOpen(text));
            return;
        }
        JsonNode schema = type.properties().get(field);
        if (schema == null || !type.settable().contains(field)) {
            errors.add("--set " + field + ": " + type.name() + " has no such field. It has "
                    + String.join(", ", type.settable()));
            return;
        }
        FieldValue.Parsed parsed = values.parse(text, schema);
        if (parsed instanceof FieldValue.Parsed.Wrong wrong) {
            errors.add("--set " + field + " " + wrong.rule());
        } else {
            body.set(field, ((FieldValue.Parsed.Value) parsed).value());
        }
    }

    /** @param given files that will be uploaded */
    void requireComplete(Set<FileSlot> given) {
        type.required().stream().filter(field -> !body.has(field)).forEach(field -> {
            boolean prompt = type.promptField().filter(field::equals).isPresent();
            boolean file = type.files().stream().anyMatch(slot -> slot.fields().contains(field));
            if (!file) {
                errors.add(prompt ? "say what to make: submit \"a 3d cat\"" : "--set " + field + "=... is required");
            }
        });
        type.files().stream()
                .filter(slot -> slot.required() && !given.contains(slot))
                .forEach(slot -> errors.add("--input " + slot.name() + "=FILE is required (" + slot.kind() + ")"));
        if (!errors.isEmpty()) {
            throw new ClientFailure(
                    ClientExit.FAILED, "Not submitted (" + type.name() + "):\n  " + String.join("\n  ", errors));
        }
    }

    /** Names an upload. */
    void upload(FileSlot slot, String fileId) {
        body.put(slot.idField().orElseThrow(), fileId);
    }

    /** The body. */
    ObjectNode body() {
        return body;
    }
}
