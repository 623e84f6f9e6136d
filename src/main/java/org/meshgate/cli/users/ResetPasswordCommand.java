package org.meshgate.cli.users;

import java.io.IOException;
import java.util.Map;
import org.meshgate.accounts.admin.PasswordReset;
import org.meshgate.accounts.validation.AccountRules;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditOrigin;
import org.meshgate.cli.support.BeanLookup;
import org.meshgate.cli.support.OneShotCommand;
import org.meshgate.cli.support.Prompts;
import org.meshgate.cli.support.RedisSource;
import org.meshgate.cli.support.StandardInput;
import org.meshgate.cli.users.UserCommandSupport.CommandOutput;
import org.meshgate.config.reader.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meshgate reset-password}: sets a new password for a user. Works beside a running server. */
@Command(
        name = "reset-password",
        description = "Gives a user another password; all their tokens end.",
        footer = {
            "",
            "The password is asked for, or read from standard input; never an argument, which other users of this machine see.",
            "Standard output has the user id and the number of tokens that ended, all else goes to standard error.",
            "Exit code 0: done; 1: refused; 2: wrong usage."
        })
public class ResetPasswordCommand extends OneShotCommand {

    @Parameters(paramLabel = "USER", description = "Username, e-mail address or user id.")
    private String user;

    @Option(names = "--password-stdin", description = "Read the password from the first line of standard input.")
    private boolean stdin;

    private String password;

    /** For picocli. */
    public ResetPasswordCommand() {}

    @Override
    public void prepare(Settings settings) throws IOException {
        int minLength = settings.number("security.password_min_length");
        RedisSource.requireData(settings);
        password = stdin
                ? StandardInput.firstLine("--password-stdin")
                : Prompts.ofTerminal()
                        .askTwice(
                                "New password",
                                "--password-stdin",
                                answer -> AccountRules.password(answer, minLength, user, user));
    }

    @Override
    public int run(BeanLookup beans) {
        PasswordReset passwordReset = beans.get(PasswordReset.class);
        return beans.get(UserCommandSupport.class)
                .act(
                        user,
                        AuditAction.PASSWORD_RESET,
                        Map.of(),
                        "revoked_tokens",
                        found -> passwordReset.reset(
                                AuditOrigin.COMMAND_LINE.userId(), found.id(), password, () -> false),
                        (found, revoked) -> new CommandOutput(
                                "revoked_tokens",
                                revoked.toString(),
                                "The password of " + UserCommandSupport.name(found)
                                        + " is changed, and no token of theirs works any more."));
    }
}
