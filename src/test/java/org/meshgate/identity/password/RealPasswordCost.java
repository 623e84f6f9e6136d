package org.meshgate.identity.password;

import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/** Hashes of passwords as the program makes them, one at a time, with one that may wait. */
public class RealPasswordCost implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("meshgate.security.password_hash_threads", "1", "meshgate.security.password_hash_queue", "1");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(Real.class);
    }

    /** What the program itself produces. */
    @Alternative
    public static class Real {

        @Produces
        @Singleton
        Argon2Cost real() {
            return new Argon2Cost.Producer().cost();
        }
    }
}
