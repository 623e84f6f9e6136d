package org.meshgate.cli.users;

import java.util.Locale;
import org.meshgate.caller.Role;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A role as somebody types it. */
final class RoleConverter {

    private RoleConverter() {}

    /**
     * Reads it in any case.
     *
     * @param what whose value it is, for the message
     * @throws ParameterException for any other word
     */
    static Role read(CommandSpec spec, String what, String word) {
        try {
            return Role.fromWireName(word.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), what + " must be USER or ADMIN");
        }
    }
}
