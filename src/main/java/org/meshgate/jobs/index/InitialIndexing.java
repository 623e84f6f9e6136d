package org.meshgate.jobs.index;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** How far the first walk through all jobs after the start has come; until it is done a history may lack old jobs. */
@ApplicationScoped
public class InitialIndexing {

    private static final Logger LOG = Logger.getLogger(InitialIndexing.class);

    private final AtomicReference<Progress> progress = new AtomicReference<>(new Progress(false, 0, 0));

    /**
     * A moment of the walk.
     *
     * @param done whether it has been through once
     * @param seen at how many jobs it looked
     * @param indexed how many of them no index knew
     */
    record Progress(boolean done, long seen, long indexed) {}

    Progress progress() {
        return progress.get();
    }

    /** Counts a step; those after the first walk do not count. */
    public void add(JobIndexer.Step step) {
        Progress before = progress.get();
        if (before.done()) {
            return;
        }
        Progress after = progress.updateAndGet(
                sum -> new Progress(step.next().isEmpty(), sum.seen() + step.seen(), sum.indexed() + step.unindexed()));
        if (after.done() && after.seen() > 0) {
            LOG.infof("looked at all %d jobs after the start; %d were not indexed", after.seen(), after.indexed());
        }
    }
}
