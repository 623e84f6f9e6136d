package org.meshgate.cli.users;

import io.quarkus.runtime.QuarkusApplication;
import java.util.Map;
import org.meshgate.accounts.admin.UserAdministration;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditOrigin;
import org.meshgate.cli.users.UserCommandSupport.CommandOutput;

/** Resets a password, with Quarkus started but no open port. */
public class ResetPasswordApplication implements QuarkusApplication {

    private final UserCommandSupport acts;
    private final UserAdministration administration;

    ResetPasswordApplication(UserCommandSupport acts, UserAdministration administration) {
        this.acts = acts;
        this.administration = administration;
    }

    /** @param arguments the user, and the new password */
    @Override
    public int run(String... arguments) {
        return acts.act(
                arguments[0],
                AuditAction.PASSWORD_RESET,
                Map.of(),
                "revoked_tokens",
                user -> administration.resetPassword(
                        AuditOrigin.COMMAND_LINE.userId(), user.id(), arguments[1], () -> false),
                (user, revoked) -> new CommandOutput(
                        "revoked_tokens",
                        revoked.toString(),
                        "The password of " + UserCommandSupport.name(user)
                                + " is changed, and no token of theirs works any more."));
    }
}
