package org.meshgate.system;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.meshgate.redis.connection.RedisConnections;

/** Ready while a connection to Redis is open; looks at the held ones and asks nobody. */
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
