package org.meshgate.jobs.index;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Tracks the first scan of all jobs after the start. Until it is done, a history may lack jobs of other programs. */
@ApplicationScoped
public class InitialIndexing {

    private static final Logger LOG = Logger.getLogger(InitialIndexing.class);

    private final AtomicReference<Progress> progress = new AtomicReference<>(new Progress(false, 0, 0));

    /**
     * The progress of the scan.
     *
     * @param done whether all jobs were scanned once
     * @param seen number of scanned jobs
     * @param indexed number of those that were not indexed before
     */
    record Progress(boolean done, long seen, long indexed) {}

    Progress progress() {
        return progress.get();
    }

    /** Counts a batch; batches after the first scan are ignored. */
    public void add(JobIndexer.Batch batch) {
        Progress before = progress.get();
        if (before.done()) {
            return;
        }
        Progress after = progress.updateAndGet(sum ->
                new Progress(batch.next().isEmpty(), sum.seen() + batch.seen(), sum.indexed() + batch.unindexed()));
        if (after.done() && after.seen() > 0) {
            LOG.infof("scanned all %d jobs after the start; %d were not indexed", after.seen(), after.indexed());
        }
    }
}
