package org.meshgate.cli.users;

import java.util.Map;
import java.util.concurrent.Callable;
import org.meshgate.caller.Role;
import org.meshgate.cli.support.CommonOptions;
import org.meshgate.cli.support.QuarkusLauncher;
import org.meshgate.cli.support.VersionProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meshgate set-role}: changes the role of a user. Works beside a running server. */
@Command(
        name = "set-role",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description =
                "Makes a user an administrator, or an administrator a user. The last active administrator stays one.",
        footer = {
            "",
            "It holds for every request from then on, also with tokens that the user has.",
            "Standard output has the user id and the role, all else goes to standard error.",
            "Exit code 0: done; 1: refused; 2: wrong usage."
        })
public class SetRoleCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "USER", description = "Username, e-mail address or user id.")
    private String user;

    @Parameters(index = "1", paramLabel = "ROLE", description = "USER or ADMIN, in any case.")
    private String role;

    @Spec
    private CommandSpec spec;

    /** For picocli. */
    public SetRoleCommand() {}

    @Override
    public Integer call() {
        Role wanted = RoleConverter.read(spec, "ROLE", role);
        return QuarkusLauncher.oneShot(common.settings(Map.of()), SetRoleApplication.class, user, wanted.wireName());
    }
}
