package org.meshgate.system;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.meshgate.redis.connection.RedisConnections;

/** Readiness check for an open connection to Redis. It reads the state of the connections and sends no command. */
@Readiness
@ApplicationScoped
class RedisReadiness implements HealthCheck {

    private final RedisConnections connections;

    RedisReadiness(RedisConnections connections) {
        this.connections = connections;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("redis")
                .status(connections.connected())
                .build();
    }
}
