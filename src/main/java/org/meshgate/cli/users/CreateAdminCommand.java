package org.meshgate.cli.users;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.meshgate.accounts.login.AccountService;
import org.meshgate.accounts.login.AccountService.UserAndToken;
import org.meshgate.accounts.validation.AccountRules;
import org.meshgate.accounts.validation.NewAccount;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.CommandAudit;
import org.meshgate.cli.support.BeanLookup;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.OneShotCommand;
import org.meshgate.cli.support.Prompts;
import org.meshgate.cli.support.RedisSource;
import org.meshgate.cli.support.StandardInput;
import org.meshgate.config.reader.EncodingCheck;
import org.meshgate.config.reader.Settings;
import org.meshgate.problem.ProblemException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code meshgate create-admin}: creates an administrator and an API token. Works beside a running server. */
@Command(
        name = "create-admin",
        description = "Makes an administrator and an API token that lives a year.",
        footer = {
            "",
            "What is not given is asked for. Standard output has the user id and the token, all else goes to standard error.",
            "Exit code 0: done; 1: refused; 2: wrong usage."
        })
public class CreateAdminCommand extends OneShotCommand {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Option(names = "--username", paramLabel = "NAME", description = "3 to 64 characters of A-Z a-z 0-9 . _ -")
    private String username;

    @Option(names = "--email", paramLabel = "ADDRESS", description = "The administrator's e-mail address.")
    private String email;

    @ArgGroup
    private PasswordOption passwordOption = new PasswordOption();

    private String password;
    private int serverPort;

    /** The exclusive ways to pass the password. */
    static class PasswordOption {
        @Option(
                names = "--password",
                paramLabel = "PASSWORD",
                description = "Seen by other users of this machine; prefer --password-stdin.")
        private String password;

        @Option(names = "--password-stdin", description = "Read the password from the first line of standard input.")
        private boolean stdin;
    }

    /** For picocli. */
    public CreateAdminCommand() {}

    @Override
    public void prepare(Settings settings) throws IOException {
        int minLength = settings.number("security.password_min_length");
        RedisSource.requireDataOrFixedPlace(settings);
        Prompts prompts = Prompts.ofTerminal();
        username = Optional.ofNullable(username)
                .orElseGet(() -> prompts.ask("Username", Optional.of("admin"), "--username", AccountRules::username));
        email = Optional.ofNullable(email)
                .orElseGet(() -> prompts.ask("E-mail", Optional.empty(), "--email", AccountRules::email));
        password = passwordFromOptions()
                .orElseGet(() -> prompts.askTwice(
                        "Password",
                        "--password-stdin",
                        answer -> AccountRules.password(answer, minLength, username, email)));
        serverPort = settings.number("server.port");
    }

    @Override
    protected RedisSource redis(Settings settings) {
        return RedisSource.forFirstCommand(settings);
    }

    @Override
    public int run(BeanLookup beans) {
        CommandAudit audit = beans.get(CommandAudit.class);
        beans.get(UserCommandSupport.class).prepare();
        try {
            UserAndToken created = beans.get(AccountService.class)
                    .createAdmin(new NewAccount(username, email, password))
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
            System.err.println(
                    "  curl -H \"Authorization: Bearer <token>\" http://localhost:" + serverPort + "/api/v1/users/me");
            return 0;
        } catch (ProblemException refused) {
            audit.refused(AuditAction.CLI_CREATE_ADMIN, "", refused).await().atMost(LIMIT);
            throw refused;
        }
    }

    private static String decoded(String password) {
        if (EncodingCheck.failed(password)) {
            throw new CommandFailure("--password has characters that the locale of this process does not have."
                    + " Set LC_ALL=C.UTF-8, or give --password-stdin.");
        }
        return password;
    }

    private Optional<String> passwordFromOptions() throws IOException {
        if (!passwordOption.stdin) {
            return Optional.ofNullable(passwordOption.password).map(CreateAdminCommand::decoded);
        }
        return Optional.of(StandardInput.firstLine("--password-stdin"));
    }
}
