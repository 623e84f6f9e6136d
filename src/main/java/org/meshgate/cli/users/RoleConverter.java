package org.meshgate.cli.users;

import java.util.Locale;
import org.meshgate.caller.Role;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Parses a role from the command line. */
final class RoleConverter {

    private RoleConverter() {}

    /**
     * Parses a role, ignoring case.
     *
     * @param name the name of the option or parameter, for the error message
     * @throws ParameterException for any other word
     */
    static Role read(CommandSpec spec, String name, String word) {
        try {
            return Role.fromWireName(word.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), name + " must be USER or ADMIN");
        }
    }
}
