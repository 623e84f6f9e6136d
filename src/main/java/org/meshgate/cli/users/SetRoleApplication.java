package org.meshgate.cli.users;

import io.quarkus.runtime.QuarkusApplication;
import java.util.Map;
import java.util.Optional;
import org.meshgate.accounts.admin.UserAdministration;
import org.meshgate.accounts.admin.UserAdministration.Change;
import org.meshgate.audit.AuditAction;
import org.meshgate.caller.Role;
import org.meshgate.cli.users.UserCommandSupport.CommandOutput;

/** Changes a role, with Quarkus running but no port open. */
public class SetRoleApplication implements QuarkusApplication {

    private final UserCommandSupport acts;
    private final UserAdministration administration;

    SetRoleApplication(UserCommandSupport acts, UserAdministration administration) {
        this.acts = acts;
        this.administration = administration;
    }

    /** @param arguments the user, and the role in lower case */
    @Override
    public int run(String... arguments) {
        Role role = Role.fromWireName(arguments[1]);
        return acts.act(
                arguments[0],
                AuditAction.USER_UPDATE,
                Map.of("role", role.wireName()),
                "",
                user -> administration.change(
                        user.id(), new Change(Optional.of(role), Optional.empty(), Optional.empty())),
                (before, after) -> new CommandOutput(
                        "role",
                        after.role().wireName(),
                        UserCommandSupport.name(after)
                                + (after.role() == Role.ADMIN ? " is an administrator" : " is no administrator")
                                + (before.role() == after.role() ? ", as before." : " now.")));
    }
}
