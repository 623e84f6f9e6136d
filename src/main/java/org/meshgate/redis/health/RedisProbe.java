package org.meshgate.redis.health;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.redis.connection.RedisClients;
import org.meshgate.redis.connection.RedisErrors;
import org.meshgate.redis.topology.ClusterView;
import org.meshgate.runtime.vertx.EventLoops;

/** Diagnoses Redis over a connection of its own, for the operator. */
@ApplicationScoped
public class RedisProbe {

    private final RedisClients clients;
    private final Vertx vertx;
    private final Duration timeout;

    RedisProbe(RedisClients clients, Vertx vertx, MeshgateConfig config) {
        this.clients = clients;
        this.vertx = vertx;
        this.timeout = config.redis().timeout();
    }

    /** The reason why Redis is unavailable, without secrets; empty when it is available. Never fails. */
    public Uni<Optional<String>> complaint() {
        return Uni.createFrom()
                .<Optional<String>>emitter(emitter -> {
                    Promise<Void> end = Promise.promise();
                    emitter.onTermination(() -> end.tryFail("looked"));
                    clients.connect(EventLoops.any(vertx), end.future())
                            .onComplete(outcome -> emitter.complete(
                                    outcome.succeeded()
                                            ? Optional.empty()
                                            : Optional.of(RedisErrors.of(outcome.cause()))));
                })
                .ifNoItem()
                .after(timeout)
                .recoverWithItem(Optional.of("no answer within " + timeout.toMillis() + " ms"))
                .onFailure()
                .recoverWithItem(failure -> Optional.of(RedisErrors.of(failure)));
    }

    /** What the cluster says of the slot of all keys; empty when Redis is no cluster, or does not say it. */
    public Uni<Optional<ClusterView>> cluster() {
        return Uni.createFrom()
                .completionStage(() -> clients.cluster().toCompletionStage())
                .onFailure()
                .recoverWithItem(Optional.empty());
    }
}
