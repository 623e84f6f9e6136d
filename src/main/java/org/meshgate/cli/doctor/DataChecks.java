package org.meshgate.cli.doctor;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.meshgate.accounts.admin.Migration;
import org.meshgate.accounts.admin.Migration.Report;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.identity.index.UserIndexer;
import org.meshgate.problem.ProblemException;
import org.meshgate.redis.SchemaVersion;
import org.meshgate.redis.UnknownSchemaException;

/** Checks of the data in Redis. They read a bounded part and change nothing. */
@ApplicationScoped
class DataChecks {

    static final String SCHEMA = "schema";
    static final String ADMINISTRATOR = "administrator";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Each batch has some hundred accounts or jobs. */
    private static final int MAX_BATCHES = 10;

    private final SchemaVersion schema;
    private final Migration migration;
    private final UserIndexer users;
    private final boolean accounts;

    DataChecks(SchemaVersion schema, Migration migration, UserIndexer users, MeshgateConfig config) {
        this.schema = schema;
        this.migration = migration;
        this.users = users;
        this.accounts = config.security().userAuthEnabled();
    }

    /** Checks that the schema version is supported, and whether {@code migrate} is needed. */
    Finding schema() {
        try {
            Optional<String> version = await(schema.require());
            if (version.isPresent()) {
                return Finding.ok(SCHEMA, "schema_version is " + version.get());
            }
            Report report = await(migration.look(MAX_BATCHES));
            return report.somethingToDo()
                    ? Finding.warning(
                            SCHEMA,
                            "there is data of 3DAIGC-API in its old form",
                            "Back Redis up, then run meshgate migrate; a server does the same bit by bit.")
                    : Finding.ok(SCHEMA, "no schema_version, and nothing to migrate was found");
        } catch (UnknownSchemaException newer) {
            return Finding.problem(
                    SCHEMA,
                    "the data belongs to a newer Meshgate: schema_version is not " + SchemaVersion.CURRENT,
                    "Use that program, or another Redis.");
        } catch (ProblemException | TimeoutException unanswered) {
            return Finding.unknown(SCHEMA, "Redis did not answer", "Run meshgate doctor again.");
        }
    }

    /** Checks that there is an active administrator. */
    Finding administrator() {
        if (!accounts) {
            return Finding.ok(ADMINISTRATOR, "none is needed: there are no accounts in simple mode");
        }
        try {
            long admins = await(users.activeAdmins());
            if (admins > 0) {
                return Finding.ok(ADMINISTRATOR, admins + " active");
            }
            return await(users.incomplete())
                    ? Finding.unknown(
                            ADMINISTRATOR,
                            "not all accounts of 3DAIGC-API are indexed",
                            "Start the server or run meshgate migrate, then meshgate doctor again.")
                    : Finding.problem(
                            ADMINISTRATOR, "there is no active administrator", "Make one: meshgate create-admin.");
        } catch (ProblemException | TimeoutException unanswered) {
            return Finding.unknown(ADMINISTRATOR, "Redis did not answer", "Run meshgate doctor again.");
        }
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(LIMIT);
    }
}
