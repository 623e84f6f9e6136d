package org.meshgate.identity.password;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * The cost parameters of Argon2id. Not configurable: only test code replaces them.
 * @param memoryKib memory in KiB
 * @param passes passes over the memory
 */
record Argon2Cost(int memoryKib, int passes) {

    /** Parameters of the OWASP Password Storage Cheat Sheet: 19 MiB, two passes. */
    static final Argon2Cost OWASP = new Argon2Cost(19_456, 2);

    /** Produces the cost of stored hashes. */
    static class Producer {

        @Produces
        @Singleton
        Argon2Cost cost() {
            return OWASP;
        }
    }
}
