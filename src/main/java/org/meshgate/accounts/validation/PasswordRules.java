package org.meshgate.accounts.validation;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;

/** The rules of {@link AccountRules} with the settings of this server: the shortest password, and the blocklist. */
@ApplicationScoped
public class PasswordRules {

    private final int shortest;
    private final PasswordBlocklist blocklist;

    PasswordRules(MeshgateConfig config, PasswordBlocklist blocklist) {
        this.shortest = config.security().passwordMinLength();
        this.blocklist = blocklist;
    }

    /** What is wrong with a new password of somebody with this name and address. */
    Optional<String> complaint(String password, String username, String email) {
        return AccountRules.password(password, shortest, username, email)
                .or(() -> blocklist.contains(password)
                        ? Optional.of("is on a list of passwords that many people use")
                        : Optional.empty());
    }

    /**
     * Checks everything about a new account.
     *
     * @throws ValidationFailedException that names every field that is wrong
     */
    public void check(NewAccount account) {
        List<FieldError> errors = new ArrayList<>();
        AccountRules.username(account.username()).ifPresent(wrong -> errors.add(new FieldError("username", wrong)));
        AccountRules.email(account.email()).ifPresent(wrong -> errors.add(new FieldError("email", wrong)));
        complaint(account.password(), account.username(), account.email())
                .ifPresent(wrong -> errors.add(new FieldError("password", wrong)));
        if (!errors.isEmpty()) {
            throw new ValidationFailedException(errors);
        }
    }

    /**
     * Checks a password that takes the place of another.
     *
     * @throws ValidationFailedException that names the field
     */
    public void checkNew(String password, String field, String username, String email) {
        complaint(password, username, email).ifPresent(wrong -> {
            throw new ValidationFailedException(field, wrong);
        });
    }
}
