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
 * Does to the data of 3DAIGC-API at once what the service does when it meets it. Every step is bounded and may be taken
 * twice, and beside a service that runs.
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
     * What was found so far, and done unless nothing was to be changed.
     *
     * @param users how many accounts there are
     * @param indexed how many of them the indexes did not know
     * @param dangling ids in the list of users that belong to nobody
     * @param oldPasswords accounts whose password hash waits for their next login
     * @param tokens tokens that stood in Redis as they are
     * @param jobs jobs that no index knew
     * @param jobsSeen at how many jobs it looked, also those that cannot be read
     */
    public record Report(
            long users,
            long indexed,
            long dangling,
            long oldPasswords,
            LegacyTokens.Counts tokens,
            long jobs,
            long jobsSeen) {

        /** Whether there is something that a migration does at once; passwords wait for their logins either way. */
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

        Report plus(JobIndexer.Step step) {
            return new Report(
                    users, indexed, dangling, oldPasswords, tokens, jobs + step.unindexed(), jobsSeen + step.seen());
        }
    }

    /**
     * Goes through everything.
     *
     * @param change false to look only
     * @param progress told after every step
     * @return fails with {@link org.meshgate.redis.UnknownSchemaException} on the data of a newer program
     */
    public Uni<Report> run(boolean change, Consumer<Report> progress) {
        Walk walk = new Walk(change, progress, Long.MAX_VALUE);
        return schema.require()
                .chain(walk::users)
                .chain(walk::jobs)
                .call(() -> change ? schema.write() : Uni.createFrom().voidItem())
                .replaceWith(walk::report);
    }

    /**
     * Looks at the beginning of the data, a bounded part, and changes nothing.
     *
     * @param steps how many steps through the accounts, and as many through the jobs
     */
    public Uni<Report> look(int steps) {
        Walk walk = new Walk(false, report -> {}, steps);
        return walk.users().chain(walk::jobs).replaceWith(walk::report);
    }

    /** One run; the steps follow one another. */
    private final class Walk {

        private final boolean change;
        private final Consumer<Report> progress;
        private final long steps;
        private final AtomicReference<Report> sum = new AtomicReference<>(Report.EMPTY);

        Walk(boolean change, Consumer<Report> progress, long steps) {
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
            return CursorScan.of(cursor -> jobs.step(cursor, change), JobIndexer.Step::next)
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
