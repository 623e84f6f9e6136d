package org.meshgate.diagnostics;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.meshgate.accounts.admin.Migration;
import org.meshgate.accounts.admin.Migration.Report;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.identity.index.UserIndexer;
import org.meshgate.jobs.invariants.QueueInvariants;
import org.meshgate.problem.ProblemException;
import org.meshgate.redis.SchemaVersion;
import org.meshgate.redis.UnknownSchemaException;

/** Checks of the data in Redis. They read a bounded part and change nothing. */
@ApplicationScoped
class DataChecks {

    static final String SCHEMA = "schema";
    static final String ADMINISTRATOR = "administrator";
    static final String QUEUE = "queue";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Each batch has some hundred accounts or jobs. */
    private static final int MAX_BATCHES = 10;

    /** Of a larger installation, about 5,000 jobs are checked. */
    private static final int MAX_QUEUE_BATCHES = 50;

    /** Longer than a scheduler takes from one command to the next. */
    private static final Duration SECOND_LOOK = Duration.ofSeconds(2);

    private final SchemaVersion schema;
    private final Migration migration;
    private final UserIndexer users;
    private final QueueInvariants queue;
    private final boolean accounts;

    DataChecks(
            SchemaVersion schema,
            Migration migration,
            UserIndexer users,
            QueueInvariants queue,
            MeshgateConfig config) {
        this.schema = schema;
        this.migration = migration;
        this.users = users;
        this.queue = queue;
        this.accounts = config.security().userAuthEnabled();
    }

    /** Checks that the schema version is supported, and whether {@code migrate} is needed. */
    Uni<Finding> schema() {
        return answered(
                SCHEMA,
                schema.require()
                        .chain(version -> version.isPresent()
                                ? Uni.createFrom().item(Finding.ok(SCHEMA, "schema_version is " + version.get()))
                                : migration.look(MAX_BATCHES).map(DataChecks::schema))
                        .onFailure(UnknownSchemaException.class)
                        .recoverWithItem(() -> Finding.problem(
                                SCHEMA,
                                "the data belongs to a newer Meshgate: schema_version is not " + SchemaVersion.CURRENT,
                                "Use that program, or another Redis.")));
    }

    private static Finding schema(Report report) {
        return report.somethingToDo()
                ? Finding.warning(
                        SCHEMA,
                        "there is data of 3DAIGC-API in its old form",
                        "Back Redis up, then run meshgate migrate; a server does the same bit by bit.")
                : Finding.ok(SCHEMA, "no schema_version, and nothing to migrate was found");
    }

    /** Checks that there is an active administrator. */
    Uni<Finding> administrator() {
        if (!accounts) {
            return Uni.createFrom()
                    .item(Finding.ok(ADMINISTRATOR, "none is needed: there are no accounts in simple mode"));
        }
        return answered(
                ADMINISTRATOR,
                users.activeAdmins()
                        .chain(admins -> admins > 0
                                ? Uni.createFrom().item(Finding.ok(ADMINISTRATOR, admins + " active"))
                                : users.incomplete().map(DataChecks::noAdministrator)));
    }

    private static Finding noAdministrator(boolean incomplete) {
        return incomplete
                ? Finding.unknown(
                        ADMINISTRATOR,
                        "not all accounts of 3DAIGC-API are indexed",
                        "Start the server or run meshgate migrate, then meshgate doctor again.")
                : Finding.problem(
                        ADMINISTRATOR, "there is no active administrator", "Make one: meshgate create-admin.");
    }

    /** Checks that records, queues, leases and indexes agree. */
    Uni<Finding> queue() {
        return answered(
                QUEUE,
                queue.check(MAX_QUEUE_BATCHES)
                        .chain(report -> report.violations().isEmpty()
                                ? Uni.createFrom().item(queue(report, List.of()))
                                : lasting(report.violations()).map(violations -> queue(report, violations))));
    }

    private static Finding queue(QueueInvariants.Report report, List<String> violations) {
        if (violations.isEmpty()) {
            return Finding.ok(
                    QUEUE,
                    (report.complete() ? "" : "about the first ") + report.jobs()
                            + " jobs agree with queues, leases and indexes");
        }
        return Finding.warning(
                QUEUE,
                "contradictions: " + violations.size()
                        + (violations.size() < QueueInvariants.MAX_VIOLATIONS ? "" : " or more") + "; the first: "
                        + violations.get(0).substring(0, violations.get(0).length() - 1),
                "A running server repairs what a scheduler left halfway within ten minutes; report what remains.");
    }

    /** Those that a second check finds again: the GPU scheduler moves a job by several commands. */
    private Uni<List<String>> lasting(List<String> violations) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(SECOND_LOOK)
                .chain(() -> queue.check(MAX_QUEUE_BATCHES))
                .map(report -> Set.copyOf(report.violations()))
                .map(again -> violations.stream().filter(again::contains).toList());
    }

    /** The finding, or that Redis did not answer in time. */
    private static Uni<Finding> answered(String check, Uni<Finding> finding) {
        return finding.ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure(failure -> failure instanceof ProblemException || failure instanceof TimeoutException)
                .recoverWithItem(() -> Finding.unknown(check, "Redis did not answer", "Check again."));
    }
}
