package org.meshgate.cli.users;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.meshgate.accounts.service.ServiceAccounts;
import org.meshgate.accounts.service.ServiceAccounts.AccountAndToken;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.CommandAudit;
import org.meshgate.cli.support.BeanLookup;
import org.meshgate.cli.support.OneShotCommand;
import org.meshgate.config.reader.Settings;
import org.meshgate.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meshgate create-worker}: creates a service account and a token for a worker. Works beside a running server. */
@Command(
        name = "create-worker",
        description = "Makes a service account and a token with which a worker takes jobs, and nothing else.",
        footer = {
            "",
            "Standard output has the user id and the token, all else goes to standard error.",
            "Exit code 0: done; 1: refused; 2: wrong usage."
        })
public class CreateWorkerCommand extends OneShotCommand {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MAX_DAYS = 3650;

    @Parameters(paramLabel = "NAME", description = "3 to 64 characters of A-Z a-z 0-9 . _ -")
    private String name;

    @Option(
            names = "--expires-in-days",
            paramLabel = "N",
            description = "The life of the token, 1 to 3650 days; without it as long as the server allows.")
    private Integer expiresInDays;

    private int serverPort;

    /** For picocli. */
    public CreateWorkerCommand() {}

    @Override
    public void validate() {
        if (expiresInDays != null && (expiresInDays < 1 || expiresInDays > MAX_DAYS)) {
            throw usageError("--expires-in-days must be 1 to " + MAX_DAYS);
        }
    }

    @Override
    public void prepare(Settings settings) {
        serverPort = settings.number("server.port");
    }

    @Override
    public int run(BeanLookup beans) {
        CommandAudit audit = beans.get(CommandAudit.class);
        beans.get(UserCommandSupport.class).prepare();
        try {
            AccountAndToken created = beans.get(ServiceAccounts.class)
                    .create(name, Optional.empty(), Optional.ofNullable(expiresInDays))
                    .await()
                    .atMost(LIMIT);
            audit.done(
                            AuditAction.CLI_CREATE_WORKER,
                            created.user().id(),
                            Map.of("token_id", created.token().record().id()))
                    .await()
                    .atMost(LIMIT);
            System.out.println("user_id: " + created.user().id());
            System.out.println("token: " + created.token().text());
            System.out.flush();
            System.err.println("Service account " + created.user().username()
                    + " created. The token is shown this once. Write it into a file, and start a worker:");
            System.err.println("  meshgate worker --server http://localhost:" + serverPort
                    + " --token-file FILE --feature FEATURE --exec COMMAND");
            return 0;
        } catch (ProblemException refused) {
            audit.refused(AuditAction.CLI_CREATE_WORKER, "", refused).await().atMost(LIMIT);
            throw refused;
        }
    }
}
