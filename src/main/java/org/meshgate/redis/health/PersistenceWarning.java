package org.meshgate.redis.health;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.meshgate.redis.connection.RedisConnections;
import org.meshgate.runtime.RunMode;

/**
 * Checks persistence once at startup, and warns when Redis does not persist its data: accounts and jobs are stored
 * nowhere else. {@code doctor} reports the same at any time, and more.
 */
@ApplicationScoped
class PersistenceWarning {

    private static final Logger LOG = Logger.getLogger(PersistenceWarning.class);
    private static final Duration UNTIL_NEXT_LOOK = Duration.ofSeconds(1);

    private final RedisConnections connections;
    private final RedisInfo facts;
    private final RunMode runMode;
    private final Vertx vertx;

    PersistenceWarning(RedisConnections connections, RedisInfo facts, RunMode runMode, Vertx vertx) {
        this.connections = connections;
        this.facts = facts;
        this.runMode = runMode;
        this.vertx = vertx;
    }

    void start(@Observes @Priority(RedisConnections.START_PRIORITY + 1) StartupEvent event) {
        if (runMode.serving()) {
            look();
        }
    }

    private void look() {
        if (connections.connected()) {
            facts.safety().subscribe().with(safety -> warnings(safety).forEach(LOG::warn), LOG::debug);
        } else {
            vertx.setTimer(UNTIL_NEXT_LOOK.toMillis(), timer -> look());
        }
    }

    /** The warnings, one line each. Unknown settings cause none. */
    static List<String> warnings(PersistenceCheck safety) {
        List<String> lines = new ArrayList<>();
        if (safety.eviction() == PersistenceCheck.Eviction.WHEN_FULL) {
            lines.add("Redis throws data away when its memory is full (maxmemory-policy " + safety.policy()
                    + "): set it to noeviction, or accounts, tokens and jobs vanish");
        }
        if (safety.persistence() == PersistenceCheck.Persistence.EMPTY) {
            lines.add("Redis keeps nothing over a restart (no append-only file, no snapshots): set appendonly yes");
        }
        if (safety.persistence() == PersistenceCheck.Persistence.FAILING) {
            lines.add("Redis failed to write its data to the disk the last time: see its log");
        }
        return lines;
    }
}
