package org.meshgate.accounts.admin;

import java.util.Optional;
import org.meshgate.accounts.admin.UserSearch.Query;
import org.meshgate.caller.Role;
import org.meshgate.problem.ValidationFailedException;

/** Parses the query parameters of the user list. */
final class UserQueryParameters {

    /** The maximum length of an e-mail address (RFC 5321); usernames are shorter. */
    private static final int MAX_LENGTH = 254;

    private UserQueryParameters() {}

    /**
     * Parses the filters.
     *
     * @throws ValidationFailedException names the invalid filter
     */
    static Query read(Optional<String> prefix, Optional<String> role, Optional<String> active) {
        if (prefix.filter(text -> text.isEmpty()
                        || text.length() > MAX_LENGTH
                        || text.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            throw new ValidationFailedException(
                    "q", "must be 1 to " + MAX_LENGTH + " characters, none of them a control character");
        }
        return new Query(prefix, role.map(text -> role("role", text)), active.map(UserQueryParameters::active));
    }

    /**
     * Parses a role.
     *
     * @throws ValidationFailedException for anything but {@code user} and {@code admin}
     */
    static Role role(String field, String text) {
        try {
            return Role.fromJsonName(text);
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
