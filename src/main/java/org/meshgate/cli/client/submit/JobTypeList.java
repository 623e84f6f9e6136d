package org.meshgate.cli.client.submit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.meshgate.cli.client.screen.Screen;

/** Prints job types, and what each takes. */
final class JobTypeList {

    private final Screen screen;

    JobTypeList(Screen screen) {
        this.screen = screen;
    }

    void print(List<JobTypeDescription> types) {
        for (JobTypeDescription type : types) {
            screen.result(type.name());
            type.files()
                    .forEach(slot -> screen.result("  --input " + slot.name() + "=FILE  " + slot.kind()
                            + (slot.required() ? ", required" : "")));
            type.settable()
                    .forEach(field -> screen.result("  --set " + field + "="
                            + words(type.properties().get(field))
                            + (type.required().contains(field) ? "  required" : "")
                            + (type.promptField().filter(field::equals).isPresent() ? "  (TEXT)" : "")));
        }
    }

    private static String words(JsonNode schema) {
        JsonNode own = schema.has("anyOf") ? schema.path("anyOf").path(0) : schema;
        List<String> allowed = new ArrayList<>();
        own.path("enum").forEach(value -> allowed.add(value.asText()));
        JsonNode type = own.path("type");
        String kind = allowed.isEmpty()
                ? (type.isArray() ? type.path(0) : type).asText("value").toUpperCase(java.util.Locale.ROOT)
                : String.join("|", allowed);
        String range = own.has("minimum") || own.has("maximum")
                ? "  " + own.path("minimum").asText("") + " to "
                        + own.path("maximum").asText("")
                : "";
        return kind + range + (own.has("default") ? "  (" + own.path("default").asText() + ")" : "");
    }
}
