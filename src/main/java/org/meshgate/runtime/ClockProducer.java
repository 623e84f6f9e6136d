package org.meshgate.runtime;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;

/** The clock and the random source of the program; tests put their own in place. */
public class ClockProducer {

    /** The time, in UTC. */
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Randomness fit for tokens and salts. */
    @Produces
    @Singleton
    SecureRandom secureRandom() {
        return new SecureRandom();
    }
}
