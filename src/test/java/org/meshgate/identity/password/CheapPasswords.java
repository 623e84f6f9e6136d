package org.meshgate.identity.password;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * The minimum cost of Argon2id, because most tests register users and few are about passwords. Those use
 * {@link RealPasswordCost}, the cost of the packaged program.
 */
public class CheapPasswords {

    /** How the hash of such a password begins. */
    public static final String PREFIX = "$argon2id$v=19$m=8,t=1,p=1$";

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    Argon2Cost cheap() {
        return new Argon2Cost(8, 1);
    }
}
