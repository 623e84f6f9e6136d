package org.meshgate.cli.users;

import io.quarkus.runtime.QuarkusApplication;
import java.time.Duration;
import java.util.Map;
import org.meshgate.accounts.login.AccountService;
import org.meshgate.accounts.login.AccountService.UserAndToken;
import org.meshgate.accounts.validation.BlocklistException;
import org.meshgate.accounts.validation.NewAccount;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.CommandAudit;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.identity.index.UserIndexer;
import org.meshgate.problem.ProblemException;
import org.meshgate.redis.SchemaVersion;
import org.meshgate.redis.UnknownSchemaException;

/** Creates the administrator, with Quarkus started but no open port. */
public class CreateAdminApplication implements QuarkusApplication {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** With data of 3DAIGC-API, all accounts are indexed first. */
    private static final Duration INDEXING_LIMIT = Duration.ofMinutes(10);

    private final SchemaVersion schema;
    private final UserIndexer indexing;
    private final AccountService accounts;
    private final CommandAudit audit;

    CreateAdminApplication(SchemaVersion schema, UserIndexer indexing, AccountService accounts, CommandAudit audit) {
        this.audit = audit;
        this.schema = schema;
        this.indexing = indexing;
        this.accounts = accounts;
    }

    /** @param arguments username, e-mail address, password, and the server port for the example request */
    @Override
    public int run(String... arguments) {
        try {
            schema.require().await().atMost(LIMIT);
            indexing.complete().await().atMost(INDEXING_LIMIT);
            UserAndToken created = accounts.createAdmin(new NewAccount(arguments[0], arguments[1], arguments[2]))
                    .await()
                    .atMost(LIMIT);
            audit.done(
                            AuditAction.CLI_CREATE_ADMIN,
                            created.user().id(),
                            Map.of("token_id", created.token().record().id()))
                    .await()
                    .atMost(LIMIT);
            System.out.println("user_id: " + created.user().id());
            System.out.println("token: " + created.token().text());
            System.out.flush();
            System.err.println("Administrator " + created.user().username() + " created. The token lives a year"
                    + " and is shown this once. Try it:");
            System.err.println("  curl -H \"Authorization: Bearer <token>\" http://localhost:" + arguments[3]
                    + "/api/v1/users/me");
            return 0;
        } catch (ProblemException refused) {
            audit.refused(AuditAction.CLI_CREATE_ADMIN, "", refused).await().atMost(LIMIT);
            System.err.println(CommandFailure.line(refused));
            return 1;
        } catch (UnknownSchemaException | BlocklistException refused) {
            System.err.println(CommandFailure.line(refused));
            return 1;
        }
    }
}
