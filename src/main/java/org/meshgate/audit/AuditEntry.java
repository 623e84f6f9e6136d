package org.meshgate.audit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened.
 *
 * @param outcome {@code success}, or the code of the problem
 * @param target the id of whom or what it was done to; empty when there is none
 * @param details further words, none of which a client chose freely
 */
public record AuditEntry(
        AuditAction action, String outcome, AuditOrigin origin, String target, Map<String, String> details) {

    /** The outcome of what was done. */
    public static final String SUCCESS = "success";

    /** What stands before the name of a detail among the fields. */
    public static final String DETAIL = "detail.";

    /** Keeps the order of the details. */
    public AuditEntry {
        details = new LinkedHashMap<>(details);
    }

    /** The entry as names and values, without those that are empty. */
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("action", action.wireName());
        fields.put("outcome", outcome);
        fields.put("user_id", origin.userId());
        fields.put("token_id", origin.tokenId());
        fields.put("address", origin.address());
        fields.put("request_id", origin.requestId());
        fields.put("target", target);
        details.forEach((name, value) -> fields.put(DETAIL + name, value));
        fields.values().removeIf(String::isEmpty);
        return fields;
    }
}
