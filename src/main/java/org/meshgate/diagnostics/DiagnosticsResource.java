package org.meshgate.diagnostics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.diagnostics.DiagnosticsReports.Report;
import org.meshgate.diagnostics.dto.CheckResult;
import org.meshgate.diagnostics.dto.DiagnosticsResponse;
import org.meshgate.diagnostics.dto.ReadinessResult;

/** What {@code meshgate doctor} finds, for administrators. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/system/diagnostics")
@AccountsOnly
@AdminOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
@RequiresScope(Scope.ADMIN)
public class DiagnosticsResource {

    private final DiagnosticsReports reports;

    DiagnosticsResource(DiagnosticsReports reports) {
        this.reports = reports;
    }

    @GET
    @Operation(
            operationId = "getDiagnostics",
            summary = "Whether Redis, folders, catalogue and data are as they should be",
            description =
                    "The checks of meshgate doctor, and the readiness of the process that answers. A report may be ten"
                            + " seconds old.")
    public Uni<DiagnosticsResponse> get() {
        return reports.current().map(DiagnosticsResource::response);
    }

    private static DiagnosticsResponse response(Report report) {
        return new DiagnosticsResponse(
                true,
                report.at().truncatedTo(ChronoUnit.MILLIS),
                report.readiness().stream().allMatch(DiagnosticsResource::up),
                report.readiness().stream()
                        .map(check -> new ReadinessResult(check.getName(), up(check)))
                        .toList(),
                report.findings().stream()
                        .map(finding -> new CheckResult(
                                finding.check(), finding.level().word(), finding.seen(), finding.advice()))
                        .toList());
    }

    private static boolean up(HealthCheckResponse check) {
        return check.getStatus() == HealthCheckResponse.Status.UP;
    }
}
