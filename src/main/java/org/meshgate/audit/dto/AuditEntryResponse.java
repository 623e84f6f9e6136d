package org.meshgate.audit.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.audit.AuditEntry;
import org.meshgate.audit.AuditStore.Stored;

/**
 * Something that happened. What is not known is null.
 *
 * @param outcome {@code success}, or the {@code error} of the problem that was answered
 * @param userId who did it; {@code cli} for somebody at the command line
 * @param target the id of the user, token, invitation or job
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
            if (name.startsWith(AuditEntry.DETAIL)) {
                details.put(name.substring(AuditEntry.DETAIL.length()), value);
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
