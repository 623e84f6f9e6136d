package org.meshgate.cli.client.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.meshgate.cli.client.InterruptNotice;
import org.meshgate.cli.client.screen.Progress;
import org.meshgate.cli.client.screen.Screen;
import org.meshgate.cli.client.session.ApiSession;
import org.meshgate.cli.client.session.ClientExit;
import org.meshgate.cli.http.ApiException;

/** Shows a job on its way to its end. */
public final class JobScreen {

    private final Screen screen;

    public JobScreen(Screen screen) {
        this.screen = screen;
    }

    /** Follows a job, and says how to go on when Ctrl-C ends it. */
    public JsonNode follow(ApiSession session, String jobId) throws IOException, InterruptedException {
        Painter painter = new Painter(screen);
        InterruptNotice notice = InterruptNotice.on(() -> screen.end(goOn(jobId)));
        try {
            return new JobFollower(session).follow(jobId, painter);
        } catch (ApiException.TokenRefused | ApiException.Unavailable ended) {
            if (painter.hasSeenTheJob()) {
                screen.say(goOn(jobId));
            }
            throw ended;
        } finally {
            notice.close();
        }
    }

    /** Tells how a job ended, and what that means for the exit code. */
    public ClientExit tell(String jobId, JsonNode status) {
        String outcome = status.path("status").asText();
        switch (outcome) {
            case JobUpdate.COMPLETED -> screen.say("Job " + jobId + " completed.");
            case JobUpdate.FAILED ->
                screen.fail("Job " + jobId + " failed: " + status.path("error").asText("no reason is known"));
            default -> screen.fail("Job " + jobId + " was " + outcome + ".");
        }
        return exit(outcome);
    }

    private static ClientExit exit(String outcome) {
        return switch (outcome) {
            case JobUpdate.COMPLETED -> ClientExit.DONE;
            case JobUpdate.CANCELLED -> ClientExit.JOB_CANCELLED;
            default -> ClientExit.JOB_FAILED;
        };
    }

    private static String goOn(String jobId) {
        return "Job " + jobId + " goes on. To wait again: meshgate watch " + jobId + " - to end it: meshgate cancel "
                + jobId;
    }

    /** Paints each update. An event of progress carries no status: its job is being processed. */
    private static final class Painter implements JobFollower.Listener {

        private final Screen screen;
        private final Progress progress;
        private String status = "";

        Painter(Screen screen) {
            this.screen = screen;
            this.progress = new Progress(screen);
        }

        boolean hasSeenTheJob() {
            return !status.isEmpty();
        }

        @Override
        public void onUpdate(JobUpdate update) {
            status = update.status().isEmpty() ? "processing" : update.status();
            if (!JobUpdate.isEnd(status)) {
                progress.show(status, update.progress(), update.note());
            }
        }

        @Override
        public void onOutage(String reason) {
            screen.say(reason + ". Trying again.");
        }
    }
}
