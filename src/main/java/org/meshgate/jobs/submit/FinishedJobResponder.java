package org.meshgate.jobs.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.meshgate.caller.AccessWatch;
import org.meshgate.caller.Caller;
import org.meshgate.http.server.ShutdownState;
import org.meshgate.jobs.events.JobWaiter;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.view.JobUrls;
import org.meshgate.jobs.view.JobView;
import org.meshgate.jobs.view.JobViewContextLoader;

/** Waits for the end of a submitted job and makes the document of the finished job ({@code Prefer: wait}). */
@ApplicationScoped
class FinishedJobResponder {

    /** For waiting jobs only. */
    private static final String HINT = "note";

    private static final String MESSAGE = "message";

    private final JobWaiter waiter;
    private final JobViewContextLoader contexts;
    private final JobView view;
    private final ShutdownState shutdownState;
    private final ObjectMapper mapper;

    FinishedJobResponder(
            JobWaiter waiter,
            JobViewContextLoader contexts,
            JobView view,
            ShutdownState shutdownState,
            ObjectMapper mapper) {
        this.mapper = mapper;
        this.waiter = waiter;
        this.contexts = contexts;
        this.view = view;
        this.shutdownState = shutdownState;
    }

    /**
     * A job that a client waits for.
     *
     * @param access ends the wait when the caller loses access
     */
    record SubmittedJob(Caller caller, AccessWatch access, String id, JobUrls urls) {}

    /**
     * Waits for a job. The wait ends early when the client disconnects, when the caller loses access, and when the
     * server stops.
     *
     * @param queued the response without the preference
     * @return the same, or when the job has ended its status document with the members of the other added
     */
    Uni<Object> await(SubmittedJob job, Object queued, Duration limit, RoutingContext routing) {
        return waiter.begin(job.caller(), job.id(), limit)
                .map(wait -> {
                    Cancellable serving = shutdownState.onBegin(wait.giveUp());
                    Runnable access = job.access().begin(wait.giveUp());
                    routing.addEndHandler(end -> wait.giveUp().run());
                    return wait.ended().onTermination().invoke(() -> {
                        serving.cancel();
                        access.run();
                    });
                })
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .chain(ended -> ended.map(found -> finished(job, found, queued))
                        .orElseGet(() -> Uni.createFrom().item(queued)));
    }

    private Uni<Object> finished(SubmittedJob job, JobRecord ended, Object queued) {
        return contexts.load(job.caller(), ended, job.urls()).map(context -> {
            ObjectNode document = mapper.valueToTree(queued);
            document.remove(HINT);
            document.put(MESSAGE, "The job has ended. Status: " + ended.statusText());
            document.setAll(mapper.<ObjectNode>valueToTree(view.status(context)));
            return document;
        });
    }
}
