package org.meshgate.cli.migrate;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.meshgate.accounts.admin.Migration;
import org.meshgate.accounts.admin.Migration.Report;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.CommandAudit;
import org.meshgate.cli.support.BeanLookup;
import org.meshgate.cli.support.OneShotCommand;
import org.meshgate.cli.support.Prompts;
import org.meshgate.config.reader.Settings;
import org.meshgate.problem.ProblemException;
import org.meshgate.redis.SchemaVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code meshgate migrate}: upgrades all data of 3DAIGC-API. Opens no port; works beside a running server. */
@Command(
        name = "migrate",
        description = "Upgrades the data of 3DAIGC-API in Redis at once: tokens hashed, accounts and jobs indexed.",
        footer = {
            "",
            "There is no way back but a backup of Redis: make one first. May be run twice, and beside a running server, which",
            "would do the same bit by bit. Standard output has the summary, all else goes to standard error.",
            "Exit code 0: done; 1: refused; 2: wrong usage."
        })
public class MigrateCommand extends OneShotCommand {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Option(names = "--dry-run", description = "Change nothing, only tell what there is to do.")
    private boolean dryRun;

    /** Whether a terminal can show progress. */
    private boolean terminal;

    /** For picocli. */
    public MigrateCommand() {}

    @Override
    public void prepare(Settings settings) {
        terminal = Prompts.ofTerminal().hasTerminal();
    }

    @Override
    public int run(BeanLookup beans) {
        CommandAudit audit = beans.get(CommandAudit.class);
        try {
            Report report = migrate(beans.get(Migration.class));
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
            System.out.print(summary(report));
            System.out.flush();
            return 0;
        } catch (ProblemException refused) {
            if (!dryRun) {
                audit.refused(AuditAction.CLI_MIGRATE, "", refused).await().atMost(LIMIT);
            }
            throw refused;
        }
    }

    private Report migrate(Migration migration) {
        try {
            // Each Redis command has a deadline; the total time depends on the amount of data.
            return migration
                    .run(!dryRun, terminal ? MigrateCommand::showProgress : report -> {})
                    .await()
                    .indefinitely();
        } finally {
            if (terminal) {
                System.err.println();
            }
        }
    }

    private static void showProgress(Report report) {
        System.err.print("\r" + report.users() + " accounts, "
                + (report.tokens().replaced() + report.tokens().removed()) + " tokens, " + report.jobsSeen()
                + " jobs");
        System.err.flush();
    }

    private String summary(Report report) {
        return String.join(
                System.lineSeparator(),
                dryRun ? "Dry run: nothing was changed. To do:" : "Done:",
                line(report.users(), "accounts in all"),
                line(report.indexed(), "accounts to index", "accounts indexed"),
                line(report.dangling(), "entries without an account to remove", "entries without an account removed"),
                line(report.tokens().replaced(), "tokens to hash", "tokens hashed"),
                line(
                        report.tokens().removed(),
                        "expired, revoked or unreadable tokens to remove",
                        "expired, revoked or unreadable tokens removed"),
                line(report.jobs(), "jobs to index", "jobs indexed"),
                line(report.oldPasswords(), "old password hashes, each replaced at the next login"),
                "schema_version " + (dryRun ? "would be " : "is ") + SchemaVersion.CURRENT,
                "");
    }

    private String line(long count, String toDo, String done) {
        return line(count, dryRun ? toDo : done);
    }

    private static String line(long count, String what) {
        return String.format(Locale.ROOT, "%8d %s", count, what);
    }
}
