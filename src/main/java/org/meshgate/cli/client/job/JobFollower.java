package org.meshgate.cli.client.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.meshgate.cli.client.session.ApiSession;
import org.meshgate.cli.client.session.ClientTimings;
import org.meshgate.cli.http.ApiException;
import org.meshgate.cli.http.Backoff;

/** Follows a job to its end: by events, and where these cannot be had, by asking for its status every few seconds. */
public final class JobFollower {

    private static final int MAX_FAILED_STREAMS = 3;
    private static final String DONE = "done";

    private final ApiSession session;
    private final ClientTimings timings;

    /** Is told what happens to a job. */
    public interface Listener {

        /** Something is known of the job. */
        void onUpdate(JobUpdate update);

        /** The server is away; the job goes on, and is asked for again. */
        void onOutage(String reason);
    }

    public JobFollower(ApiSession session) {
        this.session = session;
        this.timings = session.context().timings();
    }

    /**
     * Waits for the end of a job.
     *
     * @return its last status document
     * @throws ApiException when the job is not there, the token ends, or the server is away for too long
     */
    public JsonNode follow(String jobId, Listener listener) throws IOException, InterruptedException {
        JsonNode status = session.get(ApiSession.job(jobId));
        listener.onUpdate(JobUpdate.of(status));
        int failedStreams = 0;
        while (!isEnd(status)) {
            boolean heard = failedStreams < MAX_FAILED_STREAMS && listen(jobId, listener);
            failedStreams = heard ? 0 : failedStreams + 1;
            status = status(jobId, listener);
            listener.onUpdate(JobUpdate.of(status));
            if (!isEnd(status)) {
                Thread.sleep((heard ? timings.firstRetry() : timings.poll()).toMillis());
            }
        }
        return status;
    }

    private static boolean isEnd(JsonNode status) {
        return JobUpdate.isEnd(status.path("status").asText());
    }

    /** Listens to the end of the job or of the stream, and tells whether there were events. */
    private boolean listen(String jobId, Listener listener) throws IOException, InterruptedException {
        boolean heard = false;
        try (JobEventStream stream = new JobEventStream(session.events(jobId), session.json())) {
            while (true) {
                Optional<JobEventStream.Signal> signal = stream.next(timings.silence());
                if (signal.isEmpty() || signal.get() instanceof JobEventStream.Signal.End) {
                    return heard;
                }
                if (signal.get() instanceof JobEventStream.Signal.Event event) {
                    heard = true;
                    if (event.name().equals(DONE)) {
                        return true;
                    }
                    listener.onUpdate(JobUpdate.of(event.data()));
                }
            }
        } catch (ApiException.TokenRefused refused) {
            throw refused;
        } catch (ApiException away) { // the status tells, if it can be had
            return heard;
        }
    }

    /** Asks for the status until the patience with the server ends. */
    private JsonNode status(String jobId, Listener listener) throws IOException, InterruptedException {
        Backoff backoff = new Backoff(session.context().random(), timings.firstRetry(), timings.maxRetry());
        HttpRequest request = session.request(ApiSession.job(jobId)).GET().build();
        Instant giveUp = session.context().clock().instant().plus(timings.patience());
        Duration left = timings.patience();
        while (true) {
            try {
                return session.send(request, left.compareTo(ApiSession.DEADLINE) < 0 ? left : ApiSession.DEADLINE);
            } catch (ApiException.Unavailable away) {
                Duration delay = backoff.next(away.retryAfter());
                left = Duration.between(session.context().clock().instant().plus(delay), giveUp);
                if (left.isNegative() || left.isZero()) {
                    throw away;
                }
                listener.onOutage(away.getMessage());
                Thread.sleep(delay.toMillis());
            }
        }
    }
}
