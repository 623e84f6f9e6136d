package org.meshgate.cli.worker.run;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.meshgate.cli.support.PrintableText;
import org.meshgate.cli.worker.protocol.JobAssignment;
import org.meshgate.cli.worker.protocol.JobReport;

/** What a worker tells on standard error: a line per event, and on a terminal one that shows the progress. */
public final class WorkerLog {

    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final int MAX_PROGRESS_LINE = 78;
    private static final double PERCENT = 100;

    private final PrintWriter out;
    private final Clock clock;
    private final boolean terminal;
    private boolean progressShown;
    private boolean unavailable;

    /** @param terminal whether a line may be painted over */
    public WorkerLog(PrintWriter out, Clock clock, boolean terminal) {
        this.out = out;
        this.clock = clock;
        this.terminal = terminal;
    }

    /** A line with the time. */
    public synchronized void line(String text) {
        if (progressShown) {
            out.print(CLEAR_LINE);
            progressShown = false;
        }
        out.println(clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + PrintableText.text(text));
        out.flush();
    }

    void claimed(JobAssignment job) {
        line("claimed " + job.jobId() + " (" + job.feature() + ", " + job.model() + ", attempt " + job.attempt() + ")");
    }

    void ended(JobAssignment job, String status, double seconds, String what) {
        line(String.format(Locale.ROOT, "%s %s after %.1f s: %s", status, job.jobId(), seconds, what));
    }

    /** Tells it once, until {@link #available}. */
    synchronized void unavailable(String reason) {
        if (!unavailable) {
            unavailable = true;
            line(reason + ". Trying again until it answers; running jobs continue.");
        }
    }

    synchronized void available() {
        if (unavailable) {
            unavailable = false;
            line("the server answers again");
        }
    }

    /** Paints the progress of the running jobs, where there is a terminal. */
    synchronized void progress(Collection<ActiveJob> jobs) {
        if (!terminal || jobs.isEmpty() && !progressShown) {
            return;
        }
        String text = jobs.stream().map(job -> describe(job.report())).collect(Collectors.joining(" | "));
        out.print(CLEAR_LINE + text.substring(0, Math.min(text.length(), MAX_PROGRESS_LINE)));
        out.flush();
        progressShown = !jobs.isEmpty();
    }

    private static String describe(JobReport job) {
        String percent = job.progress().isPresent()
                ? String.format(Locale.ROOT, "%3.0f %%", job.progress().getAsDouble() * PERCENT)
                : "...";
        return job.jobId().substring(0, Math.min(job.jobId().length(), 8)) + " " + percent
                + job.message().map(message -> " " + message).orElse("");
    }
}
