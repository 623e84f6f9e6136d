package org.meshgate.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.CrossUserAccessAudit;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.usage.UsageQuery.Grouping;
import org.meshgate.usage.UsageQuery.Parameters;
import org.meshgate.usage.dto.UsageResponse;

/** The usage of all users or of one, for administrators. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/admin/usage")
@AccountsOnly
@AdminOnly
@Produces({MediaType.APPLICATION_JSON, UsageCsvWriter.MEDIA_TYPE})
@Tag(name = "Administration")
@RequiresScope(Scope.ADMIN)
public class AdminUsageResource {

    private static final Set<Grouping> OF_ALL = EnumSet.allOf(Grouping.class);
    private static final Set<Grouping> OF_ONE = Set.of(Grouping.DAY, Grouping.FEATURE, Grouping.TOKEN);

    /** Accounts of 3DAIGC-API have such ids too; the minus stands for jobs without an owner. */
    private static final Pattern USER = Pattern.compile("user_[0-9a-f]{16}|-");

    private final UsageReports reports;
    private final CurrentCaller caller;
    private final CrossUserAccessAudit accessAudit;

    AdminUsageResource(UsageReports reports, CurrentCaller caller, CrossUserAccessAudit accessAudit) {
        this.reports = reports;
        this.caller = caller;
        this.accessAudit = accessAudit;
    }

    @GET
    @ProblemResponses(ProblemType.VALIDATION_FAILED)
    @Operation(
            operationId = "getUsageOfAll",
            summary = "GPU seconds, jobs and bytes of all users or of one, by day, feature, token or user",
            description =
                    "A job counts on the day on which it ended, in UTC. Usage of deleted accounts stays. By user it names"
                            + " the 100 users with the most GPU seconds of those who were among the first 200 of a day.")
    public Uni<UsageResponse> get(
            @QueryParam("user_id")
                    @Parameter(
                            description = "id of a user, or - for jobs without an owner; absent for the whole server")
                    Optional<String> user,
            @QueryParam("from") @Parameter(description = "first day, such as 2026-01-31; 29 days before the last one")
                    Optional<String> from,
            @QueryParam("to") @Parameter(description = "last day; today. The range has 400 days at most")
                    Optional<String> to,
            @QueryParam("by")
                    @Parameter(
                            description = "user only without user_id",
                            schema =
                                    @Schema(
                                            enumeration = {"day", "feature", "token", "user"},
                                            defaultValue = "day"))
                    Optional<String> by) {
        if (user.filter(id -> !USER.matcher(id).matches()).isPresent()) {
            throw new ValidationFailedException("user_id", "must be the id of a user, or -");
        }
        CrossUserAccessAudit.AccessAudit watch = accessAudit.watch(caller.get(), AuditAction.USAGE_READ);
        return reports.answer(user, new Parameters(from, to, by), user.isPresent() ? OF_ONE : OF_ALL)
                .invoke(answer -> user.ifPresentOrElse(
                        id -> watch.seen(id, user), () -> watch.listed(Stream.of(Optional.empty()))));
    }
}
