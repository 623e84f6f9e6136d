package org.meshgate.audit.read;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.dto.AuditEntryResponse;
import org.meshgate.audit.dto.AuditPageResponse;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.Paging;
import org.meshgate.http.TimeRange;
import org.meshgate.problem.ValidationFailedException;

/** The audit trail, for administrators. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/admin/audit")
@AccountsOnly
@AdminOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
@RequiresScope(Scope.ADMIN)
public class AuditResource {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final Pattern CURSOR = Pattern.compile("(?!0+-0+$)\\d{1,15}-\\d{1,10}");
    private static final Pattern USER = Pattern.compile("user_[0-9a-f]{16}|cli");

    private final AuditService audit;

    AuditResource(AuditService audit) {
        this.audit = audit;
    }

    @GET
    @Operation(operationId = "listAuditEntries", summary = "Who did what to whom, newest first")
    public Uni<AuditPageResponse> list(
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
        Paging paging = Paging.of(limit, Optional.empty(), DEFAULT_LIMIT, MAX_LIMIT);
        check("cursor", cursor, CURSOR, "must be the next_cursor of an earlier answer");
        check("user", user, USER, "must be the id of a user, or cli");
        Optional<AuditAction> wanted = action.map(text -> AuditAction.fromJsonName(text)
                .orElseThrow(() -> new ValidationFailedException("action", "must be an action that is recorded")));
        AuditService.Filter filter = AuditService.Filter.of(
                user, wanted, new TimeRange.Parameter("from", from), new TimeRange.Parameter("to", to));
        return audit.read(filter, cursor, paging.limit())
                .map(page -> new AuditPageResponse(
                        true,
                        page.entries().stream().map(AuditEntryResponse::of).toList(),
                        page.entries().size(),
                        page.next().orElse(null),
                        page.searchedTo().orElse(null)));
    }

    private static void check(String field, Optional<String> text, Pattern form, String rule) {
        if (text.filter(value -> !form.matcher(value).matches()).isPresent()) {
            throw new ValidationFailedException(field, rule);
        }
    }
}
