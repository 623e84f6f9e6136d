package org.meshgate.cli.users;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.meshgate.accounts.admin.PasswordReset;
import org.meshgate.accounts.reset.ResetLinks;
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
import org.meshgate.http.PublicUrl;
import org.meshgate.http.PublicUrl.ConsolePage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meshgate reset-password}: sets a new password for a user. Works beside a running server. */
@Command(
        name = "reset-password",
        description = "Gives a user another password, or a link to set one; all their tokens end then.",
        footer = {
            "",
            "The password is asked for, or read from standard input; never an argument, which other users of this machine see.",
            "Standard output has the user id and the number of tokens that ended, or the link; all else goes to standard error.",
            "Exit code 0: done; 1: refused; 2: wrong usage."
        })
public class ResetPasswordCommand extends OneShotCommand {

    @Parameters(paramLabel = "USER", description = "Username, e-mail address or user id.")
    private String user;

    @Option(names = "--password-stdin", description = "Read the password from the first line of standard input.")
    private boolean stdin;

    @Option(names = "--link", description = "Print a link with which the user sets the password, once, within a day.")
    private boolean link;

    private String password;

    /** For picocli. */
    public ResetPasswordCommand() {}

    @Override
    public void validate() {
        if (link && stdin) {
            throw usageError("--link and --password-stdin exclude each other");
        }
    }

    @Override
    public void prepare(Settings settings) throws IOException {
        int minLength = settings.number("security.password_min_length");
        RedisSource.requireData(settings);
        if (link) {
            return;
        }
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
        return link ? createLink(beans) : resetPassword(beans);
    }

    private int createLink(BeanLookup beans) {
        ResetLinks links = beans.get(ResetLinks.class);
        Optional<String> server = beans.get(PublicUrl.class).configured();
        return beans.get(UserCommandSupport.class)
                .act(
                        user,
                        AuditAction.RESET_LINK_CREATE,
                        Map.of(),
                        "",
                        found -> links.create(AuditOrigin.COMMAND_LINE.userId(), found.id()),
                        (found, made) -> new CommandOutput(
                                "link",
                                server.orElse("") + ConsolePage.RESET.path(made.code()),
                                UserCommandSupport.name(found)
                                        + " can set a password with this link once, until " + made.expiresAt() + "."
                                        + (server.isPresent()
                                                ? ""
                                                : " Put the address of the server before it: server.public_url is not"
                                                        + " set.")));
    }

    private int resetPassword(BeanLookup beans) {
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
