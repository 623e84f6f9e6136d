package org.meshgate.redis;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.meshgate.config.RunMode;

/**
 * Looks once, when the service starts, whether Redis keeps its data, and warns when it does not: accounts and jobs are
 * nowhere else. {@code doctor} tells the same at any time, and more.
 */
@ApplicationScoped
class SafetyNotice {

    private static final Logger LOG = Logger.getLogger(SafetyNotice.class);
    private static final Duration UNTIL_NEXT_LOOK = Duration.ofSeconds(1);

    private final RedisConnections connections;
    private final RedisFacts facts;
    private final RunMode runMode;
    private final Vertx vertx;

    SafetyNotice(RedisConnections connections, RedisFacts facts, RunMode runMode, Vertx vertx) {
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

    /** In one line each. What Redis does not tell is no reason to warn. */
    static List<String> warnings(DataSafety safety) {
        List<String> lines = new ArrayList<>();
        if (safety.eviction() == DataSafety.Eviction.WHEN_FULL) {
            lines.add("Redis throws data away when its memory is full (maxmemory-policy " + safety.policy()
                    + "): set it to noeviction, or accounts, tokens and jobs vanish");
        }
        if (safety.persistence() == DataSafety.Persistence.NOTHING) {
            lines.add("Redis keeps nothing over a restart (no append-only file, no snapshots): set appendonly yes");
        }
        if (safety.persistence() == DataSafety.Persistence.FAILING) {
            lines.add("Redis failed to write its data to the disk the last time: see its log");
        }
        return lines;
    }
}
