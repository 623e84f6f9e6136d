package org.meshgate.jobs.invariants;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.meshgate.redis.CursorScan;

/**
 * Checks that records, indexes, queues, leases, the fair queue, usage and deliveries to webhooks agree
 * (docs/adr/0015-leases-and-fencing.md). It changes nothing and reads in bounded batches; each batch is a consistent view, the batches together are not. While jobs run, a
 * violation counts only when a second check finds it, too: the GPU scheduler of 3DAIGC-API moves jobs by several commands.
 */
@ApplicationScoped
public class QueueInvariants {

    /** Further violations are not kept. */
    public static final int MAX_VIOLATIONS = 100;

    /** Places and indexes whose entries are jobs. */
    private static final List<String> ENTRIES = List.of(
            "queue:pending",
            "queue:delayed",
            "queue:leases",
            "queue:processing",
            "jobs:created",
            "jobs:status:queued",
            "jobs:status:processing",
            "jobs:status:completed",
            "jobs:status:failed",
            "jobs:status:cancelled",
            "jobs:cancelling",
            "jobs:usage");

    /** The prefix of sorted sets with the users of a day or a month. */
    private static final String PERIODS = "usage:users:";

    private final QueueInvariantStore store;

    QueueInvariants(QueueInvariantStore store) {
        this.store = store;
    }

    /**
     * The result of a check.
     *
     * @param jobs number of records that were read
     * @param unreconciled number of entries that another program left and the reconciler has not yet handled
     * @param violations a sentence each, with the id of the job or the key, {@value #MAX_VIOLATIONS} at most
     * @param complete whether everything was read
     */
    public record Report(long jobs, long unreconciled, List<String> violations, boolean complete) {

        public Report {
            violations = List.copyOf(violations);
        }

        /** Whether everything was read and agrees. */
        public boolean clean() {
            return complete && violations.isEmpty() && unreconciled == 0;
        }
    }

    /**
     * Checks all jobs, or a part of them.
     *
     * @param maxBatches maximum number of batches of each kind; a batch reads some hundred records, entries or keys
     */
    public Uni<Report> check(int maxBatches) {
        Findings findings = new Findings(maxBatches);
        Uni<Void> work = records(findings);
        for (String name : ENTRIES) {
            work = work.chain(() -> entries(name, findings));
        }
        return work.chain(() -> store.usage(maxBatches))
                .invoke(findings::add)
                .chain(() -> keys(findings))
                .replaceWith(findings::report);
    }

    private Uni<Void> records(Findings findings) {
        return findings.run(CursorScan.of(store::records, QueueInvariantStore.Records::next), step -> {
            findings.jobs += step.seen();
            findings.unreconciled += step.unreconciled();
            findings.add(step.violations());
            return step.next().isEmpty();
        });
    }

    private Uni<Void> entries(String name, Findings findings) {
        return findings.run(
                CursorScan.of(cursor -> store.entries(name, cursor), QueueInvariantStore.Entries::next), step -> {
                    findings.add(step.missing().stream()
                            .map(id -> "Job " + id + " stands in " + name + ", but has no record.")
                            .toList());
                    return step.next().isEmpty();
                });
    }

    private Uni<Void> keys(Findings findings) {
        List<String> lists = new ArrayList<>();
        return findings.run(CursorScan.of(store::keys, QueueInvariantStore.Keys::next), step -> {
                    lists.addAll(step.lists());
                    findings.add(step.claims().stream()
                            .map(id -> "Job " + id + " has a claim, but no record.")
                            .toList());
                    return step.next().isEmpty();
                })
                .chain(() -> Multi.createFrom()
                        .iterable(lists)
                        .onItem()
                        .transformToUniAndConcatenate(
                                list -> list(list, findings).replaceWith(list))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private Uni<Void> list(String name, Findings findings) {
        return name.startsWith(PERIODS)
                ? store.period(name.substring(PERIODS.length()), findings.maxBatches)
                        .invoke(findings::add)
                        .replaceWithVoid()
                : fair(name, findings);
    }

    private Uni<Void> fair(String list, Findings findings) {
        return findings.run(CursorScan.of(at -> store.fair(list, at), QueueInvariantStore.FairList::next), step -> {
            findings.unreconciled += step.unreconciled();
            findings.add(step.violations());
            return step.next().isEmpty();
        });
    }

    /** What one check has found so far. Its steps run one after another. */
    private static final class Findings {

        private final int maxBatches;
        private final List<String> violations = new ArrayList<>();
        private long jobs;
        private long unreconciled;
        private boolean complete = true;

        Findings(int maxBatches) {
            this.maxBatches = maxBatches;
        }

        /** @param use whether this is the last batch of all */
        <T> Uni<Void> run(Multi<T> batches, Predicate<T> use) {
            return batches.select()
                    .first(maxBatches)
                    .map(use::test)
                    .collect()
                    .last()
                    .invoke(last -> complete &= Boolean.TRUE.equals(last))
                    .replaceWithVoid();
        }

        void add(List<String> found) {
            found.stream().limit(MAX_VIOLATIONS - violations.size()).forEach(violations::add);
        }

        void add(QueueInvariantStore.Usage usage) {
            complete &= usage.complete();
            add(usage.violations());
        }

        Report report() {
            return new Report(jobs, unreconciled, violations, complete);
        }
    }
}
