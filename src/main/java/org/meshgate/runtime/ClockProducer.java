package org.meshgate.runtime;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;

/** Produces the clock and the random source; tests replace them. */
public class ClockProducer {

    /** The time, in UTC. */
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /** A cryptographically strong random source, for tokens and salts. */
    @Produces
    @Singleton
    SecureRandom secureRandom() {
        return new SecureRandom();
    }
}
