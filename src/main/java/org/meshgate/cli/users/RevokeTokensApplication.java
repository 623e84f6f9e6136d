package org.meshgate.cli.users;

import io.quarkus.runtime.QuarkusApplication;
import java.util.Map;
import java.util.Optional;
import org.meshgate.accounts.token.TokenService;
import org.meshgate.audit.AuditAction;
import org.meshgate.cli.users.UserCommandSupport.CommandOutput;

/** Revokes all tokens of a user, with Quarkus started but no open port. */
public class RevokeTokensApplication implements QuarkusApplication {

    private final UserCommandSupport acts;
    private final TokenService tokens;

    RevokeTokensApplication(UserCommandSupport acts, TokenService tokens) {
        this.acts = acts;
        this.tokens = tokens;
    }

    /** @param arguments the user */
    @Override
    public int run(String... arguments) {
        return acts.act(
                arguments[0],
                AuditAction.TOKEN_REVOKE_ALL,
                Map.of(),
                "revoked_tokens",
                user -> tokens.revokeAll(user.id(), Optional.empty(), Optional.empty()),
                (user, revoked) -> new CommandOutput(
                        "revoked_tokens",
                        revoked.toString(),
                        "No token of " + UserCommandSupport.name(user) + " works any more; they can log in again."));
    }
}
