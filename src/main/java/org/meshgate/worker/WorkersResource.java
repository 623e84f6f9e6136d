package org.meshgate.worker;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditTrail;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.Paging;
import org.meshgate.worker.registry.RegisteredWorker;
import org.meshgate.worker.registry.WorkerDescription;
import org.meshgate.worker.registry.WorkerRegistry;
import org.meshgate.worker.registry.dto.DrainWorkerRequest;
import org.meshgate.worker.registry.dto.DrainWorkerResponse;
import org.meshgate.worker.registry.dto.WorkerDetails;
import org.meshgate.worker.registry.dto.WorkerListResponse;

/** The workers, for administrators. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/system/workers")
@AccountsOnly
@AdminOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
@RequiresScope(Scope.ADMIN)
public class WorkersResource {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    private final WorkerRegistry workers;
    private final CurrentCaller caller;
    private final AuditTrail audit;
    private final Clock clock;

    WorkersResource(WorkerRegistry workers, CurrentCaller caller, AuditTrail audit, Clock clock) {
        this.workers = workers;
        this.caller = caller;
        this.audit = audit;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "listWorkers",
            summary = "The workers of the last day, those heard of last first",
            description = "What a worker told another server of this installation is up to ten seconds old.")
    public Uni<WorkerListResponse> list(
            @QueryParam("limit")
                    @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000"))
                    Optional<String> limit,
            @QueryParam("offset") @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    Optional<String> offset) {
        Paging paging = Paging.of(limit, offset, DEFAULT_LIMIT, MAX_LIMIT);
        Instant online = clock.instant().minus(WorkerRegistry.ONLINE);
        return workers.list(paging.offset(), paging.limit())
                .map(page -> new WorkerListResponse(
                        true,
                        page.workers().stream()
                                .map(worker -> details(worker, online))
                                .toList(),
                        page.workers().size(),
                        page.total()));
    }

    private static WorkerDetails details(RegisteredWorker registered, Instant online) {
        WorkerDescription worker = registered.description();
        return new WorkerDetails(
                worker.id(),
                worker.host().orElse(null),
                worker.version().orElse(null),
                worker.features(),
                worker.models(),
                worker.loadedModels(),
                worker.slots(),
                worker.jobs(),
                worker.gpu().orElse(null),
                worker.account().orElse(null),
                registered.lastSeen(),
                registered.lastSeen().isAfter(online),
                registered.draining());
    }

    @POST
    @Cancellable(false)
    @Path("/{worker_id}/drain")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "drainWorker",
            summary = "Let a worker claim no more jobs, or claim them again",
            description = "The worker ends the jobs that it has. Its heartbeats tell it that it drains.")
    public Uni<DrainWorkerResponse> drain(@PathParam("worker_id") String workerId, DrainWorkerRequest request) {
        boolean drain =
                Optional.ofNullable(request).map(DrainWorkerRequest::drain).orElse(true);
        return audit.by(caller.get(), AuditAction.WORKER_DRAIN)
                .detail("drain", Boolean.toString(drain))
                // an id of a worker has no free text, and one that is not known is not recorded
                .record(workers.drain(workerId, drain), (entry, done) -> entry.detail("worker", workerId))
                .replaceWith(new DrainWorkerResponse(true, workerId, drain));
    }
}
