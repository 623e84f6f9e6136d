package org.meshgate.audit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An audit entry.
 *
 * @param outcome {@code success}, or the code of the problem
 * @param target id of the affected user, token, invitation, job or upload; empty if there is none
 * @param details additional values; never free text of a client
 */
public record AuditEntry(
        AuditAction action, String outcome, AuditOrigin origin, String target, Map<String, String> details) {

    /** The outcome of a successful action. */
    public static final String SUCCESS = "success";

    /** Prefix of the names of details among the fields. */
    public static final String DETAIL_PREFIX = "detail.";

    /** Copies the details and keeps their order. */
    public AuditEntry {
        details = new LinkedHashMap<>(details);
    }

    /** The entry as a map of non-empty fields. */
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("action", action.jsonName());
        fields.put("outcome", outcome);
        fields.put("user_id", origin.userId());
        fields.put("token_id", origin.tokenId());
        fields.put("address", origin.address());
        fields.put("request_id", origin.requestId());
        fields.put("target", target);
        details.forEach((name, value) -> fields.put(DETAIL_PREFIX + name, value));
        fields.values().removeIf(String::isEmpty);
        return fields;
    }
}
