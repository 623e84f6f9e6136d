package org.meshgate.identity.password;

import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/** Test profile with the production cost of Argon2id, one hash thread and one place in the queue. */
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
