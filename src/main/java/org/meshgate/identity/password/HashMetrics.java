package org.meshgate.identity.password;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Gauges of the password hash executor. */
@Startup
@ApplicationScoped
class HashMetrics {

    HashMetrics(PasswordHasher hasher, MeterRegistry registry) {
        Gauge.builder("meshgate.hashes.waiting", hasher::waiting)
                .description("Passwords that wait for a thread")
                .register(registry);
        Gauge.builder("meshgate.hashes.running", hasher::running)
                .description("Passwords that are being hashed")
                .register(registry);
    }
}
