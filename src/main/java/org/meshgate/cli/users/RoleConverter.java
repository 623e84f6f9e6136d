package org.meshgate.cli.users;

import java.util.Locale;
import java.util.Optional;
import org.meshgate.caller.Role;

/** Parses a role from the command line, ignoring case. */
final class RoleConverter {

    private RoleConverter() {}

    /** The role, or empty for any other word. */
    static Optional<Role> parse(String word) {
        try {
            return Optional.of(Role.fromJsonName(word.toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}
