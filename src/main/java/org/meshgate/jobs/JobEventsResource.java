package org.meshgate.jobs;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.ClientAddresses;
import org.meshgate.http.EventStream;

/** A job's events as server-sent events. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/system/jobs")
@Tag(name = "Jobs")
@RequiresScope(Scope.JOBS_READ)
public class JobEventsResource {

    private final JobEvents events;
    private final JobJson json;
    private final CurrentCaller caller;
    private final ClientAddresses clients;

    JobEventsResource(JobEvents events, JobJson json, CurrentCaller caller, ClientAddresses clients) {
        this.clients = clients;
        this.events = events;
        this.json = json;
        this.caller = caller;
    }

    @GET
    @Path("/{job_id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "What happens to a job, until it ends",
            description =
                    "Events: status (with queue_position while the job waits), progress (0 to 1), and done with the"
                            + " last status; a comment every 15 seconds while nothing happens. The stream ends with the job, or"
                            + " after five minutes.")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    public Uni<Response> events(@PathParam("job_id") String jobId, @Context RoutingContext request) {
        return events.listen(caller.get(), clients.of(request).network(), jobId).map(listening -> {
            request.addEndHandler(gone -> listening.end().run());
            return Response.ok(
                            new EventStream(listening.events().map(event -> told(event, jobId))),
                            MediaType.SERVER_SENT_EVENTS_TYPE)
                    .build();
        });
    }

    private EventStream.Event told(JobEvents.Event event, String jobId) {
        var data = json.object().put(StoredJob.ID, jobId);
        if (event instanceof JobEvents.Event.Status status) {
            data.put(StoredJob.STATUS, status.status());
            status.queuePosition().ifPresent(position -> data.put("queue_position", position));
            return EventStream.Event.of("status", json.write(data));
        }
        if (event instanceof JobEvents.Event.Progress progress) {
            return EventStream.Event.of("progress", json.write(data.put("progress", progress.progress())));
        }
        if (event instanceof JobEvents.Event.Done done) {
            return EventStream.Event.of("done", json.write(data.put(StoredJob.STATUS, done.status())));
        }
        return EventStream.Event.comment("heartbeat");
    }
}
