package org.meshgate.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.audit.AuditStore.Stored;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.Paging;
import org.meshgate.http.TimeRange;
import org.meshgate.problem.ValidationFailedException;

/** Who did what to whom, for administrators. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/admin/audit")
@AccountsOnly
@AdminOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
@RequiresScope(Scope.ADMIN)
public class AuditResource {

    private static final int DEFAULT_LIMIT = 100;
    private static final int HIGHEST_LIMIT = 500;
    private static final Pattern CURSOR = Pattern.compile("(?!0+-0+$)\\d{1,15}-\\d{1,10}");
    private static final Pattern USER = Pattern.compile("user_[0-9a-f]{16}|cli");

    private final AuditService audit;

    AuditResource(AuditService audit) {
        this.audit = audit;
    }

    /**
     * Something that happened. What is not known is null.
     *
     * @param outcome {@code success}, or the {@code error} of the problem that was answered
     * @param userId who did it; {@code cli} for somebody at the command line
     * @param target the id of the user, token, invitation or job
     */
    @Schema(name = "AuditRecord")
    public record Entry(
            String id,
            Instant time,
            String action,
            String outcome,

            @Schema(nullable = true) @JsonProperty("user_id")
            String userId,

            @Schema(nullable = true) @JsonProperty("token_id")
            String tokenId,

            @Schema(nullable = true) String address,

            @Schema(nullable = true) @JsonProperty("request_id")
            String requestId,

            @Schema(nullable = true) String target,
            Map<String, String> details) {

        static Entry of(Stored stored) {
            Map<String, String> fields = stored.fields();
            Map<String, String> details = new TreeMap<>();
            fields.forEach((name, value) -> {
                if (name.startsWith(AuditEntry.DETAIL)) {
                    details.put(name.substring(AuditEntry.DETAIL.length()), value);
                }
            });
            return new Entry(
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

    /**
     * A part of the audit.
     *
     * @param nextCursor the {@code cursor} of the part that follows, which may be there although this one is not full; null
     *     at the end
     * @param searchedTo how far this part looked: when the oldest entry was written that it looked at; null for none
     */
    public record AuditPage(
            boolean success,
            List<Entry> entries,
            int count,

            @Schema(nullable = true) @JsonProperty("next_cursor")
            String nextCursor,

            @Schema(nullable = true) @JsonProperty("searched_to")
            Instant searchedTo) {}

    @GET
    @Operation(operationId = "listAuditEntries", summary = "Who did what to whom, newest first")
    public Uni<AuditPage> list(
            @QueryParam("limit") @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500"))
                    Optional<String> limit,
            @QueryParam("cursor") @Parameter(description = "next_cursor of an earlier answer") Optional<String> cursor,
            @QueryParam("user") @Parameter(description = "id of the user who did it, or to whom it was done")
                    Optional<String> user,
            @QueryParam("action") @Parameter(description = "what was done, such as login") Optional<String> action,
            @QueryParam("from")
                    @Parameter(
                            description =
                                    "written at this time or later: a date such as 2026-01-31, or a time such as 2026-01-31T09:30:00Z")
                    Optional<String> from,
            @QueryParam("to") @Parameter(description = "written at this time or earlier, or on this date")
                    Optional<String> to) {
        Paging paging = Paging.of(limit, Optional.empty(), DEFAULT_LIMIT, HIGHEST_LIMIT);
        check("cursor", cursor, CURSOR, "must be the next_cursor of an earlier answer");
        check("user", user, USER, "must be the id of a user, or cli");
        Optional<AuditAction> wanted = action.map(text -> AuditAction.ofWireName(text)
                .orElseThrow(() -> new ValidationFailedException("action", "must be an action that is recorded")));
        AuditService.Filter filter = AuditService.Filter.of(
                user, wanted, new TimeRange.Parameter("from", from), new TimeRange.Parameter("to", to));
        return audit.read(filter, cursor, paging.limit())
                .map(part -> new AuditPage(
                        true,
                        part.entries().stream().map(Entry::of).toList(),
                        part.entries().size(),
                        part.next().orElse(null),
                        part.searchedTo().orElse(null)));
    }

    private static void check(String field, Optional<String> text, Pattern form, String rule) {
        if (text.filter(value -> !form.matcher(value).matches()).isPresent()) {
            throw new ValidationFailedException(field, rule);
        }
    }
}
