package org.meshgate.cli.users;

import java.util.Map;
import java.util.Optional;
import org.meshgate.accounts.token.TokenService;
import org.meshgate.audit.AuditAction;
import org.meshgate.cli.support.BeanLookup;
import org.meshgate.cli.support.OneShotCommand;
import org.meshgate.cli.users.UserCommandSupport.CommandOutput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code meshgate revoke-tokens}: revokes all tokens of a user. Works beside a running server. */
@Command(
        name = "revoke-tokens",
        description = "Ends all tokens of a user, of logins and for programs. The password stays.",
        footer = {
            "",
            "Standard output has the user id and the number of tokens that ended, all else goes to standard error.",
            "Exit code 0: done; 1: refused; 2: wrong usage."
        })
public class RevokeTokensCommand extends OneShotCommand {

    @Parameters(paramLabel = "USER", description = "Username, e-mail address or user id.")
    private String user;

    /** For picocli. */
    public RevokeTokensCommand() {}

    @Override
    public int run(BeanLookup beans) {
        TokenService tokens = beans.get(TokenService.class);
        return beans.get(UserCommandSupport.class)
                .act(
                        user,
                        AuditAction.TOKEN_REVOKE_ALL,
                        Map.of(),
                        "revoked_tokens",
                        found -> tokens.revokeAll(found.id(), Optional.empty(), Optional.empty()),
                        (found, revoked) -> new CommandOutput(
                                "revoked_tokens",
                                revoked.toString(),
                                "No token of " + UserCommandSupport.name(found)
                                        + " works any more; they can log in again."));
    }
}
