package org.meshgate.accounts.validation;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;

/** Applies {@link AccountRules} with the configured minimum password length and blocklist. */
@ApplicationScoped
public class PasswordRules {

    private final int minLength;
    private final PasswordBlocklist blocklist;

    PasswordRules(MeshgateConfig config, PasswordBlocklist blocklist) {
        this.minLength = config.security().passwordMinLength();
        this.blocklist = blocklist;
    }

    /** Validates a new password of a user with this username and e-mail address. */
    Optional<String> violation(String password, String username, String email) {
        return AccountRules.password(password, minLength, username, email)
                .or(() -> blocklist.contains(password)
                        ? Optional.of("is on a list of passwords that many people use")
                        : Optional.empty());
    }

    /**
     * Validates a new account.
     *
     * @throws ValidationFailedException names every invalid field
     */
    public void check(NewAccount account) {
        List<FieldError> errors = new ArrayList<>();
        AccountRules.username(account.username()).ifPresent(wrong -> errors.add(new FieldError("username", wrong)));
        AccountRules.email(account.email()).ifPresent(wrong -> errors.add(new FieldError("email", wrong)));
        violation(account.password(), account.username(), account.email())
                .ifPresent(wrong -> errors.add(new FieldError("password", wrong)));
        if (!errors.isEmpty()) {
            throw new ValidationFailedException(errors);
        }
    }

    /**
     * Validates a password that replaces another.
     *
     * @throws ValidationFailedException names the field
     */
    public void checkNew(String password, String field, String username, String email) {
        violation(password, username, email).ifPresent(wrong -> {
            throw new ValidationFailedException(field, wrong);
        });
    }
}
