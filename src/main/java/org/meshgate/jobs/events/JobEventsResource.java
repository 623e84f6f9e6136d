package org.meshgate.jobs.events;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AccessWatch;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.caller.SignedLink;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.http.sse.EventStream;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;

/** Job events as server-sent events. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/system/jobs")
@Tag(name = "Jobs")
@RequiresScope(Scope.JOBS_READ)
public class JobEventsResource {

    /** The event id of the last event. */
    private static final String END = "done";

    private final JobEvents events;
    private final JobJson json;
    private final CurrentCaller caller;
    private final ClientAddressResolver clientAddresses;

    JobEventsResource(JobEvents events, JobJson json, CurrentCaller caller, ClientAddressResolver clientAddresses) {
        this.clientAddresses = clientAddresses;
        this.events = events;
        this.json = json;
        this.caller = caller;
    }

    @GET
    @Path("/{job_id}/events")
    @SignedLink
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "streamJobEvents",
            summary = "What happens to a job, until it ends",
            description =
                    "Events: status (with queue_position and estimated_wait_seconds while the job waits), progress (0 to"
                            + " 1, with the worker's message), and done with the"
                            + " last status; a comment every 15 seconds while nothing happens. The stream ends with the job,"
                            + " after five minutes, or within a second after the token or link that opened it ends. A client"
                            + " then connects again, as EventSource of browsers does by itself; one that has had done is"
                            + " answered 204.")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "204",
            description = "The job has ended, and Last-Event-ID says that the client knows it")
    public Uni<Response> events(
            @PathParam("job_id") String jobId,
            @HeaderParam("Last-Event-ID") Optional<String> lastEvent,
            @Context RoutingContext request) {
        AccessWatch access = caller.access();
        return events.subscribe(
                        caller.get(),
                        clientAddresses.of(request).network(),
                        jobId,
                        lastEvent.filter(END::equals).isPresent())
                .map(subscribed -> subscribed
                        .map(subscription -> {
                            request.addEndHandler(gone -> subscription.end().run());
                            return Response.ok(
                                            new EventStream(
                                                    subscription.events().map(event -> serverSentEvent(event, jobId)),
                                                    access::begin),
                                            MediaType.SERVER_SENT_EVENTS_TYPE)
                                    .build();
                        })
                        .orElseGet(() -> Response.noContent().build()));
    }

    private EventStream.Event serverSentEvent(JobEvents.Event event, String jobId) {
        var data = json.object().put(JobRecord.ID, jobId);
        if (event instanceof JobEvents.Event.Status status) {
            data.put(JobRecord.STATUS, status.status());
            status.queuePosition().ifPresent(position -> data.put("queue_position", position));
            status.waitSeconds().ifPresent(seconds -> data.put("estimated_wait_seconds", seconds));
            return EventStream.Event.of("status", json.write(data));
        }
        if (event instanceof JobEvents.Event.Progress progress) {
            data.put("progress", progress.progress());
            progress.message().ifPresent(message -> data.put("message", message));
            return EventStream.Event.of("progress", json.write(data));
        }
        if (event instanceof JobEvents.Event.Done done) {
            return EventStream.Event.of("done", json.write(data.put(JobRecord.STATUS, done.status())))
                    .withId(END);
        }
        return EventStream.Event.comment("heartbeat");
    }
}
