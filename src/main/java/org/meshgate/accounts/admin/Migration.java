package org.meshgate.accounts.admin;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.meshgate.identity.index.UserIndexer;
import org.meshgate.identity.legacy.LegacyTokens;
import org.meshgate.jobs.index.JobIndexer;
import org.meshgate.redis.CursorScan;
import org.meshgate.redis.SchemaVersion;

/**
 * Migrates the data of 3DAIGC-API eagerly; the running service migrates it on first use. Every step is bounded and
 * idempotent, and may run beside a running service.
 */
@ApplicationScoped
public class Migration {

    private final SchemaVersion schema;
    private final UserIndexer users;
    private final LegacyTokens tokens;
    private final JobIndexer jobs;

    Migration(SchemaVersion schema, UserIndexer users, LegacyTokens tokens, JobIndexer jobs) {
        this.schema = schema;
        this.users = users;
        this.tokens = tokens;
        this.jobs = jobs;
    }

    /**
     * Counts of the data found so far, and migrated unless this is a dry run.
     *
     * @param users accounts
     * @param indexed accounts that were not indexed
     * @param dangling ids in the set of users without an account
     * @param oldPasswords accounts whose password hash will be replaced at their next login
     * @param tokens tokens that were stored in plain text
     * @param jobs jobs that were not indexed
     * @param jobsSeen scanned jobs, including unreadable ones
     */
    public record Report(
            long users,
            long indexed,
            long dangling,
            long oldPasswords,
            LegacyTokens.Counts tokens,
            long jobs,
            long jobsSeen) {

        /**
         * Whether a migration has anything to do. Password hashes do not count: they are replaced at login either
         * way.
         */
        public boolean somethingToDo() {
            return indexed > 0 || dangling > 0 || jobs > 0 || tokens.replaced() > 0 || tokens.removed() > 0;
        }

        static final Report EMPTY = new Report(0, 0, 0, 0, LegacyTokens.Counts.NONE, 0, 0);

        Report plus(UserIndexer.Step step) {
            return new Report(
                    users + step.users(),
                    indexed + step.unindexed(),
                    dangling + step.dangling(),
                    oldPasswords + step.legacyPasswords(),
                    tokens,
                    jobs,
                    jobsSeen);
        }

        Report plus(LegacyTokens.Counts more) {
            return new Report(users, indexed, dangling, oldPasswords, tokens.plus(more), jobs, jobsSeen);
        }

        Report plus(JobIndexer.Batch step) {
            return new Report(
                    users, indexed, dangling, oldPasswords, tokens, jobs + step.unindexed(), jobsSeen + step.seen());
        }
    }

    /**
     * Migrates all data.
     *
     * @param change false for a dry run
     * @param progress receives the counts after every step
     * @return fails with {@link org.meshgate.redis.UnknownSchemaException} on the data of a newer program
     */
    public Uni<Report> run(boolean change, Consumer<Report> progress) {
        Run run = new Run(change, progress, Long.MAX_VALUE);
        return schema.require()
                .chain(run::users)
                .chain(run::jobs)
                .call(() -> change ? schema.write() : Uni.createFrom().voidItem())
                .replaceWith(run::report);
    }

    /**
     * Dry run over a bounded part of the data.
     *
     * @param steps maximum number of scan steps through the accounts, and as many through the jobs
     */
    public Uni<Report> look(int steps) {
        Run run = new Run(false, report -> {}, steps);
        return run.users().chain(run::jobs).replaceWith(run::report);
    }

    /** One run. Its steps run sequentially. */
    private final class Run {

        private final boolean change;
        private final Consumer<Report> progress;
        private final long steps;
        private final AtomicReference<Report> sum = new AtomicReference<>(Report.EMPTY);

        Run(boolean change, Consumer<Report> progress, long steps) {
            this.change = change;
            this.progress = progress;
            this.steps = steps;
        }

        Report report() {
            return sum.get();
        }

        Uni<Void> users() {
            return CursorScan.of(cursor -> users.step(cursor, change), UserIndexer.Step::next)
                    .select()
                    .first(steps)
                    .onItem()
                    .transformToUniAndConcatenate(step -> tokens(step.withLegacyTokens())
                            .invoke(counts -> add(report -> report.plus(step).plus(counts))))
                    .collect()
                    .last()
                    .replaceWithVoid();
        }

        private Uni<LegacyTokens.Counts> tokens(List<String> userIds) {
            return Multi.createFrom()
                    .iterable(userIds)
                    .onItem()
                    .transformToUniAndConcatenate(userId -> change ? tokens.replaceAll(userId) : tokens.inspect(userId))
                    .collect()
                    .with(Collectors.reducing(LegacyTokens.Counts.NONE, LegacyTokens.Counts::plus));
        }

        Uni<Void> jobs() {
            return CursorScan.of(cursor -> jobs.next(cursor, change), JobIndexer.Batch::next)
                    .select()
                    .first(steps)
                    .invoke(step -> add(report -> report.plus(step)))
                    .collect()
                    .last()
                    .replaceWithVoid();
        }

        private void add(UnaryOperator<Report> more) {
            progress.accept(sum.updateAndGet(more));
        }
    }
}
