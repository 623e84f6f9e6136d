package org.meshgate.identity.user;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.meshgate.caller.Role;
import org.meshgate.identity.Ids;

/** Makes and changes user records, with ids and times. */
@ApplicationScoped
public class UserFactory {

    private final Clock clock;
    private final Ids ids;

    UserFactory(Clock clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /** A new, active account that no store knows yet. */
    public User create(String username, String email, String passwordHash, Role role) {
        return User.create(ids.newUserId(), username, email, passwordHash, role, now());
    }

    /** The same account with another password. */
    public User withPasswordHash(User user, String passwordHash) {
        return user.withPasswordHash(passwordHash, now());
    }

    /** The same account with another role, activity or address. */
    public User with(User user, Role role, boolean active, String email) {
        return user.with(role, active, email, now());
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
