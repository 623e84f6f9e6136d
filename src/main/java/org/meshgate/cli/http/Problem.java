package org.meshgate.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.meshgate.cli.support.PrintableText;

/**
 * A problem document, with texts that a terminal may show; empty where an answer is none.
 *
 * @param code such as {@code JOB_NOT_FOUND}
 * @param detail a sentence
 * @param errors what is wrong with the values of the request, 50 at most
 */
public record Problem(String code, String detail, List<InvalidField> errors) {

    private static final int MAX_TEXT = 500;
    private static final int MAX_ERRORS = 50;

    /** A value of the request that breaks a rule. */
    public record InvalidField(String field, String message) {}

    /** Reads the body of an answer. */
    static Problem of(ObjectMapper json, byte[] body) {
        JsonNode document;
        try {
            document = json.readTree(body);
        } catch (IOException e) {
            document = json.missingNode();
        }
        List<InvalidField> errors = new ArrayList<>();
        for (JsonNode error : document.path("errors")) {
            if (errors.size() < MAX_ERRORS) {
                errors.add(new InvalidField(text(error, "field"), text(error, "message")));
            }
        }
        return new Problem(text(document, "error"), text(document, "detail"), errors);
    }

    private static String text(JsonNode document, String member) {
        String text = document.path(member).asText();
        return PrintableText.text(text.substring(0, Math.min(text.length(), MAX_TEXT)));
    }
}
