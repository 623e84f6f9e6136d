package org.meshgate.cli.migrate;

import io.quarkus.runtime.QuarkusApplication;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.meshgate.accounts.admin.Migration;
import org.meshgate.accounts.admin.Migration.Report;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.CommandAudit;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.problem.ProblemException;
import org.meshgate.redis.SchemaVersion;
import org.meshgate.redis.UnknownSchemaException;

/** Runs the migration, with Quarkus started but no open port. */
public class MigrateApplication implements QuarkusApplication {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Migration migration;
    private final CommandAudit audit;

    MigrateApplication(Migration migration, CommandAudit audit) {
        this.audit = audit;
        this.migration = migration;
    }

    /** @param arguments whether it is a dry run, and whether a terminal can show progress */
    @Override
    public int run(String... arguments) {
        boolean dryRun = Boolean.parseBoolean(arguments[0]);
        boolean terminal = Boolean.parseBoolean(arguments[1]);
        try {
            // Each Redis command has a deadline; the total time depends on the amount of data.
            Report report = migration
                    .run(!dryRun, terminal ? MigrateApplication::showProgress : noProgress())
                    .await()
                    .indefinitely();
            endProgress(terminal);
            if (!dryRun) {
                audit.done(
                                AuditAction.CLI_MIGRATE,
                                "",
                                Map.of(
                                        "accounts", Long.toString(report.users()),
                                        "jobs", Long.toString(report.jobs())))
                        .await()
                        .atMost(LIMIT);
            }
            System.out.print(summary(report, dryRun));
            System.out.flush();
            return 0;
        } catch (ProblemException refused) {
            endProgress(terminal);
            if (!dryRun) {
                audit.refused(AuditAction.CLI_MIGRATE, "", refused).await().atMost(LIMIT);
            }
            System.err.println(CommandFailure.line(refused));
            return 1;
        } catch (UnknownSchemaException refused) {
            endProgress(terminal);
            System.err.println(CommandFailure.line(refused));
            return 1;
        }
    }

    private static Consumer<Report> noProgress() {
        return report -> {};
    }

    private static void showProgress(Report report) {
        System.err.print("\r" + report.users() + " accounts, "
                + (report.tokens().replaced() + report.tokens().removed()) + " tokens, " + report.jobsSeen()
                + " jobs");
        System.err.flush();
    }

    private static void endProgress(boolean terminal) {
        if (terminal) {
            System.err.println();
        }
    }

    private static String summary(Report report, boolean dryRun) {
        return String.join(
                System.lineSeparator(),
                dryRun ? "Dry run: nothing was changed. To do:" : "Done:",
                line(report.users(), "accounts in all"),
                line(report.indexed(), "accounts to index", "accounts indexed", dryRun),
                line(
                        report.dangling(),
                        "entries without an account to remove",
                        "entries without an account removed",
                        dryRun),
                line(report.tokens().replaced(), "tokens to hash", "tokens hashed", dryRun),
                line(
                        report.tokens().removed(),
                        "expired, revoked or unreadable tokens to remove",
                        "expired, revoked or unreadable tokens removed",
                        dryRun),
                line(report.jobs(), "jobs to index", "jobs indexed", dryRun),
                line(report.oldPasswords(), "old password hashes, each replaced at the next login"),
                "schema_version " + (dryRun ? "would be " : "is ") + SchemaVersion.CURRENT,
                "");
    }

    private static String line(long count, String toDo, String done, boolean dryRun) {
        return line(count, dryRun ? toDo : done);
    }

    private static String line(long count, String what) {
        return String.format(Locale.ROOT, "%8d %s", count, what);
    }
}
