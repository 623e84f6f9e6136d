package org.meshgate.cli.users;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.meshgate.accounts.validation.AccountRules;
import org.meshgate.cli.support.CommonOptions;
import org.meshgate.cli.support.Prompts;
import org.meshgate.cli.support.QuarkusLauncher;
import org.meshgate.cli.support.RedisSource;
import org.meshgate.cli.support.StandardInput;
import org.meshgate.cli.support.VersionProvider;
import org.meshgate.config.reader.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meshgate reset-password}: sets a new password for a user. Works beside a running server. */
@Command(
        name = "reset-password",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Gives a user another password; all their tokens end.",
        footer = {
            "",
            "The password is asked for, or read from standard input; never an argument, which other users of this machine see.",
            "Standard output has the user id and the number of tokens that ended, all else goes to standard error.",
            "Exit code 0: done; 1: refused; 2: wrong usage."
        })
public class ResetPasswordCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "USER", description = "Username, e-mail address or user id.")
    private String user;

    @Option(names = "--password-stdin", description = "Read the password from the first line of standard input.")
    private boolean stdin;

    /** For picocli. */
    public ResetPasswordCommand() {}

    @Override
    public Integer call() throws IOException {
        Settings settings = common.settings(Map.of());
        int minLength = settings.number("security.password_min_length");
        RedisSource.requireData(settings);
        String secret = stdin
                ? StandardInput.firstLine("--password-stdin")
                : Prompts.ofTerminal()
                        .askTwice(
                                "New password",
                                "--password-stdin",
                                answer -> AccountRules.password(answer, minLength, user, user));
        return QuarkusLauncher.oneShot(settings, ResetPasswordApplication.class, user, secret);
    }
}
