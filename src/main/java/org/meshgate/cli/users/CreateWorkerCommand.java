package org.meshgate.cli.users;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.meshgate.accounts.service.ServiceAccounts.AccountAndToken;
import org.meshgate.accounts.service.WorkerAccounts;
import org.meshgate.accounts.service.WorkerAccounts.NamedAccount;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.CommandAudit;
import org.meshgate.cli.support.BeanLookup;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.Installation;
import org.meshgate.cli.support.OneShotCommand;
import org.meshgate.cli.support.PrintableText;
import org.meshgate.cli.support.Prompts;
import org.meshgate.identity.user.User;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code meshgate create-worker}: creates a service account and a token for a worker, or a further token of such an
 * account. Works beside a running server.
 */
@Command(
        name = "create-worker",
        description = "Makes a service account and a token with which a worker takes jobs, and nothing else.",
        footer = {
            "",
            "An account that exists already keeps its tokens, and has this one besides.",
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

    /** For picocli. */
    public CreateWorkerCommand() {}

    @Override
    public void validate() {
        if (expiresInDays != null && (expiresInDays < 1 || expiresInDays > MAX_DAYS)) {
            throw usageError("--expires-in-days must be 1 to " + MAX_DAYS);
        }
    }

    @Override
    public int run(BeanLookup beans) {
        CommandAudit audit = beans.get(CommandAudit.class);
        WorkerAccounts accounts = beans.get(WorkerAccounts.class);
        beans.get(UserCommandSupport.class).prepare();
        try {
            NamedAccount named = accounts.find(name).await().atMost(LIMIT);
            refusal(named).ifPresent(sentence -> {
                audit.refused(AuditAction.CLI_CREATE_WORKER, "", ProblemType.USERNAME_TAKEN.exception())
                        .await()
                        .atMost(LIMIT);
                throw new CommandFailure(PrintableText.text(name) + sentence);
            });
            AccountAndToken created = named.account()
                    .map(user -> accounts.addToken(user, Optional.ofNullable(expiresInDays)))
                    .orElseGet(() -> accounts.create(name, Optional.ofNullable(expiresInDays)))
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
            tell(created.user(), named.account().isPresent());
            return 0;
        } catch (ProblemException refused) {
            audit.refused(AuditAction.CLI_CREATE_WORKER, "", refused).await().atMost(LIMIT);
            throw refused;
        }
    }

    /** Why an account of the name may have no token of a worker, or empty. */
    private static Optional<String> refusal(NamedAccount named) {
        return switch (named.state()) {
            case NONE, WORKER -> Optional.empty();
            case PERSON -> Optional.of(" is a user, not a service account. Choose another name.");
            case OTHER_SERVICE -> Optional.of(" is a service account without the scope worker. Choose another name.");
            case DISABLED -> Optional.of(" is a disabled service account. Choose another name.");
        };
    }

    private static void tell(User account, boolean existed) {
        System.err.println(
                existed
                        ? "The service account " + account.username() + " exists; this is another token for it."
                        : "Service account " + account.username() + " created.");
        System.err.println("The token is shown this once."
                + (Prompts.ofTerminal().hasTerminal() ? " Write it into a file." : "") + " Start a worker with it:");
        System.err.println("  " + Installation.current().command("worker")
                + " --server URL --token-file FILE --feature FEATURE --exec COMMAND");
    }
}
