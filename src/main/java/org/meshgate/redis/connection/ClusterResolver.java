package org.meshgate.redis.connection;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.converter.ServerAddress;
import org.meshgate.config.reader.ConfigException;
import org.meshgate.redis.topology.ClusterView;
import org.meshgate.redis.topology.KeySlot;
import org.meshgate.redis.topology.PrimaryVote;
import org.meshgate.redis.topology.ServerQuery;

/**
 * Resolves the address of the primary in a Redis cluster: the one of the slot that the hash tag of
 * {@code redis.key_prefix} gives to all keys. The server of {@code redis_url} and the nodes seen last are queried in
 * parallel, as sentinels are.
 */
@Singleton // without a proxy: connections call it when the container is shutting down already
class ClusterResolver {

    /** More than half of these decide; larger clusters have further nodes that are not asked. */
    private static final int MAX_ASKED = 9;

    private static final int DEFAULT_PORT = 6379;

    private final RedisClientOptions options;
    private final ServerQuery query;
    private final String prefix;
    private final Optional<ServerAddress> configured;
    private final AtomicReference<Optional<ClusterView>> known = new AtomicReference<>(Optional.empty());

    ClusterResolver(Vertx vertx, RedisClientOptions options, MeshgateConfig config) {
        this.options = options;
        // half of the connection deadline
        this.query = new ServerQuery(vertx, config.redis().timeout().dividedBy(2));
        this.prefix = config.redis().keyPrefix();
        this.configured = config.redisUrl().map(URI::create).map(ClusterResolver::address);
    }

    /** Whether Redis was recognised as a cluster. */
    boolean isUsed() {
        return known.get().isPresent();
    }

    /**
     * Learns where the slot is from the server of {@code redis_url}, which belongs to a cluster.
     *
     * @return fails with {@link ConfigException} when the key prefix spreads the keys over the nodes
     */
    Future<Void> recognize(RedisConnection connection) {
        int slot = slot();
        return connection
                .send(question())
                .map(reply -> ClusterView.read(
                        reply, slot, configured.map(ServerAddress::host).orElse("")))
                .onSuccess(view -> known.set(Optional.of(view)))
                .mapEmpty();
    }

    /** The primary of the last answer. */
    Optional<ServerAddress> lastPrimary() {
        return known.get().flatMap(ClusterView::primary);
    }

    /** The address of the primary, by the majority of the nodes that reply in time. */
    Future<ServerAddress> primary() {
        return view().map(view -> view.primary().orElseThrow());
    }

    /** Where the slot is, and which nodes there are; with a primary. */
    Future<ClusterView> view() {
        int slot = slot();
        List<ServerAddress> asked = Stream.concat(
                        configured.stream(), known.get().stream().flatMap(view -> view.nodes().stream()))
                .distinct()
                .limit(MAX_ASKED)
                .toList();
        PrimaryVote vote = new PrimaryVote(
                asked.size(),
                "the cluster has no primary with an address for slot " + slot,
                "no node of the cluster tells where slot " + slot + " is");
        Queue<ClusterView> views = new ConcurrentLinkedQueue<>();
        asked.forEach(node -> ask(node, slot)
                .onSuccess(view -> {
                    views.add(view);
                    vote.answered(view.primary());
                })
                .onFailure(failure -> vote.failed(RedisErrors.of(failure))));
        return vote.outcome()
                .map(primary -> views.stream()
                        .filter(view -> view.primary().filter(primary::equals).isPresent())
                        .findFirst()
                        .orElseThrow())
                .onSuccess(view -> known.set(Optional.of(view)));
    }

    private Future<ClusterView> ask(ServerAddress node, int slot) {
        return query.ask(options.forOneConnection(node), question())
                .map(reply -> ClusterView.read(reply.orElseThrow(), slot, node.host()));
    }

    private static Request question() {
        return Request.cmd(Command.CLUSTER).arg("SLOTS");
    }

    private int slot() {
        return KeySlot.ofAll(prefix)
                .orElseThrow(() -> new ConfigException("redis.key_prefix (" + prefix
                        + ") must have a hash tag, such as {3daigc}:, because Redis is a cluster and all keys must be on one"
                        + " node. docs/redis.md says how to rename the keys of an installation"));
    }

    private static ServerAddress address(URI url) {
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        return new ServerAddress(host, url.getPort() < 0 ? DEFAULT_PORT : url.getPort());
    }
}
