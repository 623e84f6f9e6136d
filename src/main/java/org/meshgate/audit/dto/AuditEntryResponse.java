package org.meshgate.audit.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.audit.AuditEntry;
import org.meshgate.audit.AuditStore.Stored;

/**
 * An audit entry. Unknown values are null.
 *
 * @param outcome {@code success}, or the {@code error} of the problem response
 * @param userId id of the acting user; {@code cli} for commands
 * @param target id of the affected user, token, invitation, job or upload
 */
@Schema(name = "AuditRecord")
public record AuditEntryResponse(
        String id,
        Instant time,
        String action,
        String outcome,

        @Schema(nullable = true) @JsonProperty("user_id") String userId,

        @Schema(nullable = true) @JsonProperty("token_id") String tokenId,

        @Schema(nullable = true) String address,

        @Schema(nullable = true) @JsonProperty("request_id") String requestId,

        @Schema(nullable = true) String target,
        Map<String, String> details) {

    public static AuditEntryResponse of(Stored stored) {
        Map<String, String> fields = stored.fields();
        Map<String, String> details = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(AuditEntry.DETAIL_PREFIX)) {
                details.put(name.substring(AuditEntry.DETAIL_PREFIX.length()), value);
            }
        });
        return new AuditEntryResponse(
                stored.id(),
                stored.time(),
                fields.get("action"),
                fields.get("outcome"),
                fields.get("user_id"),
                fields.get("token_id"),
                fields.get("address"),
                fields.get("request_id"),
                fields.get("target"),
                details);
    }
}
