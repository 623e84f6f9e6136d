package org.meshgate.accounts.admin;

import java.util.Optional;
import org.meshgate.accounts.admin.UserSearch.Query;
import org.meshgate.caller.Role;
import org.meshgate.problem.ValidationFailedException;

/** The filters of the list of users as a client writes them. */
final class UserQueryParameters {

    /** The longest address (RFC 5321), and longer than any name. */
    private static final int MAX_LENGTH = 254;

    private UserQueryParameters() {}

    /** @throws ValidationFailedException that names the filter */
    static Query read(Optional<String> beginning, Optional<String> role, Optional<String> active) {
        if (beginning
                .filter(text -> text.isEmpty()
                        || text.length() > MAX_LENGTH
                        || text.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            throw new ValidationFailedException(
                    "q", "must be 1 to " + MAX_LENGTH + " characters, none of them a control character");
        }
        return new Query(beginning, role.map(text -> role("role", text)), active.map(UserQueryParameters::active));
    }

    /** @throws ValidationFailedException for anything but the two roles in lower case */
    static Role role(String field, String text) {
        try {
            return Role.fromWireName(text);
        } catch (IllegalArgumentException unknown) {
            throw new ValidationFailedException(field, "must be user or admin");
        }
    }

    private static boolean active(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ValidationFailedException("active", "must be true or false");
        };
    }
}
