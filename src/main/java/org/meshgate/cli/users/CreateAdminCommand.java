package org.meshgate.cli.users;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.meshgate.accounts.validation.AccountRules;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.CommonOptions;
import org.meshgate.cli.support.Prompts;
import org.meshgate.cli.support.QuarkusLauncher;
import org.meshgate.cli.support.RedisSource;
import org.meshgate.cli.support.StandardInput;
import org.meshgate.cli.support.VersionProvider;
import org.meshgate.config.reader.EncodingCheck;
import org.meshgate.config.reader.Settings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshgate create-admin}: creates an administrator and an API token. Works beside a running server. */
@Command(
        name = "create-admin",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Makes an administrator and an API token that lives a year.",
        footer = {
            "",
            "What is not given is asked for. Standard output has the user id and the token, all else goes to standard error.",
            "Exit code 0: done; 1: refused; 2: wrong usage."
        })
public class CreateAdminCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--username", paramLabel = "NAME", description = "3 to 64 characters of A-Z a-z 0-9 . _ -")
    private String username;

    @Option(names = "--email", paramLabel = "ADDRESS", description = "The administrator's e-mail address.")
    private String email;

    @ArgGroup
    private PasswordOption passwordOption = new PasswordOption();

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
    public Integer call() throws IOException {
        Settings settings = common.settings(Map.of());
        int minLength = settings.number("security.password_min_length");
        RedisSource.requireDataOrFixedPlace(settings);
        Prompts prompts = Prompts.ofTerminal();
        String name = Optional.ofNullable(username)
                .orElseGet(() -> prompts.ask("Username", Optional.of("admin"), "--username", AccountRules::username));
        String address = Optional.ofNullable(email)
                .orElseGet(() -> prompts.ask("E-mail", Optional.empty(), "--email", AccountRules::email));
        String secret = passwordFromOptions()
                .orElseGet(() -> prompts.askTwice(
                        "Password",
                        "--password-stdin",
                        answer -> AccountRules.password(answer, minLength, name, address)));
        return QuarkusLauncher.oneShot(
                settings,
                RedisSource.forFirstCommand(settings),
                CreateAdminApplication.class,
                name,
                address,
                secret,
                Integer.toString(settings.number("server.port")));
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
