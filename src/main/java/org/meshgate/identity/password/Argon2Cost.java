package org.meshgate.identity.password;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * The work of one Argon2id hash. It is no setting: only test code puts a lower one in place.
 *
 * @param memoryKib memory in KiB
 * @param passes passes over the memory
 */
record Argon2Cost(int memoryKib, int passes) {

    /** The parameters that the OWASP Password Storage Cheat Sheet gives: 19 MiB, two passes. */
    static final Argon2Cost OWASP = new Argon2Cost(19_456, 2);

    /** Produces the cost of the hashes that the program stores. */
    static class Producer {

        @Produces
        @Singleton
        Argon2Cost cost() {
            return OWASP;
        }
    }
}
