package org.meshgate.identity.user;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.meshgate.caller.Role;
import org.meshgate.identity.Ids;

/** Creates and copies user records, with generated ids and current timestamps. */
@ApplicationScoped
public class UserFactory {

    private final Clock clock;
    private final Ids ids;

    UserFactory(Clock clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /** Creates an active account. The caller stores it. */
    public User create(String username, String email, String passwordHash, Role role) {
        return User.create(ids.newUserId(), username, email, passwordHash, role, now());
    }

    /** Creates an active service account. The caller stores it. */
    public User createService(String username) {
        return User.createService(ids.newUserId(), username, now());
    }

    /** A copy with another password hash. */
    public User withPasswordHash(User user, String passwordHash) {
        return user.withPasswordHash(passwordHash, now());
    }

    /** A copy with another role, active state or e-mail address. */
    public User with(User user, Role role, boolean active, String email) {
        return user.with(role, active, email, now());
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
