package org.meshgate.cli.users;

import java.util.Map;
import org.meshgate.accounts.admin.UserAdministration;
import org.meshgate.accounts.admin.UserAdministration.Change;
import org.meshgate.audit.AuditAction;
import org.meshgate.caller.Role;
import org.meshgate.cli.support.BeanLookup;
import org.meshgate.cli.support.OneShotCommand;
import org.meshgate.cli.users.UserCommandSupport.CommandOutput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code meshgate set-role}: changes the role of a user. Works beside a running server. */
@Command(
        name = "set-role",
        description =
                "Makes a user an administrator, or an administrator a user. The last active administrator stays one.",
        footer = {
            "",
            "It holds for every request from then on, also with tokens that the user has.",
            "Standard output has the user id and the role, all else goes to standard error.",
            "Exit code 0: done; 1: refused; 2: wrong usage."
        })
public class SetRoleCommand extends OneShotCommand {

    @Parameters(index = "0", paramLabel = "USER", description = "Username, e-mail address or user id.")
    private String user;

    @Parameters(index = "1", paramLabel = "ROLE", description = "USER or ADMIN, in any case.")
    private String roleName;

    private Role role;

    /** For picocli. */
    public SetRoleCommand() {}

    @Override
    public void validate() {
        role = RoleConverter.parse(roleName).orElseThrow(() -> usageError("ROLE must be USER or ADMIN"));
    }

    @Override
    public int run(BeanLookup beans) {
        UserAdministration administration = beans.get(UserAdministration.class);
        return beans.get(UserCommandSupport.class)
                .act(
                        user,
                        AuditAction.USER_UPDATE,
                        Map.of("role", role.jsonName()),
                        "",
                        found -> administration.change(found.id(), Change.ofRole(role)),
                        (before, after) -> new CommandOutput(
                                "role",
                                role.jsonName(),
                                UserCommandSupport.name(after.user())
                                        + (role == Role.ADMIN ? " is an administrator" : " is no administrator")
                                        + (before.role() == role ? ", as before." : " now.")));
    }
}
