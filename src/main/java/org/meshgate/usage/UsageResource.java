package org.meshgate.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.Caller;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;
import org.meshgate.usage.UsageQuery.Grouping;
import org.meshgate.usage.UsageQuery.Parameters;
import org.meshgate.usage.dto.UsageResponse;

/** The caller's usage; in simple mode that of all jobs, as everyone sees all jobs there. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/me/usage")
@Produces({MediaType.APPLICATION_JSON, UsageCsvWriter.MEDIA_TYPE})
@Tag(name = "Users")
@RequiresScope(Scope.JOBS_READ)
public class UsageResource {

    private static final Set<Grouping> GROUPINGS = Set.of(Grouping.DAY, Grouping.FEATURE, Grouping.TOKEN);

    private final UsageReports reports;
    private final CurrentCaller caller;

    UsageResource(UsageReports reports, CurrentCaller caller) {
        this.reports = reports;
        this.caller = caller;
    }

    @GET
    @ProblemResponses(ProblemType.VALIDATION_FAILED)
    @Operation(
            operationId = "getUsage",
            summary = "GPU seconds, jobs and bytes of the own jobs, by day, feature or token",
            description =
                    "A job counts on the day on which it ended, in UTC. In simple mode it is the usage of all jobs.")
    public Uni<UsageResponse> get(
            @QueryParam("from") @Parameter(description = "first day, such as 2026-01-31; 29 days before the last one")
                    Optional<String> from,
            @QueryParam("to") @Parameter(description = "last day; today. The range has 400 days at most")
                    Optional<String> to,
            @QueryParam("by")
                    @Parameter(
                            schema =
                                    @Schema(
                                            enumeration = {"day", "feature", "token"},
                                            defaultValue = "day"))
                    Optional<String> by) {
        Optional<String> owner =
                caller.get() instanceof Caller.Account account ? Optional.of(account.userId()) : Optional.empty();
        return reports.answer(owner, new Parameters(from, to, by), GROUPINGS);
    }
}
