package org.meshgate.cli.users;

import java.util.Map;
import java.util.concurrent.Callable;
import org.meshgate.cli.support.CommonOptions;
import org.meshgate.cli.support.QuarkusLauncher;
import org.meshgate.cli.support.VersionProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code meshgate revoke-tokens}: revokes all tokens of a user. Works beside a running server. */
@Command(
        name = "revoke-tokens",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Ends all tokens of a user, of logins and for programs. The password stays.",
        footer = {
            "",
            "Standard output has the user id and the number of tokens that ended, all else goes to standard error.",
            "Exit code 0: done; 1: refused; 2: wrong usage."
        })
public class RevokeTokensCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "USER", description = "Username, e-mail address or user id.")
    private String user;

    /** For picocli. */
    public RevokeTokensCommand() {}

    @Override
    public Integer call() {
        return QuarkusLauncher.oneShot(common.settings(Map.of()), RevokeTokensApplication.class, user);
    }
}
