package org.meshgate.redis.connection;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.converter.ServerAddress;
import org.meshgate.redis.topology.PrimaryVote;
import org.meshgate.redis.topology.ServerQuery;

/**
 * Resolves the address of the primary by {@code redis.sentinels}. All sentinels are queried in parallel, each over a
 * connection that is closed after the reply: queries are rare, and old answers are of no use.
 */
@Singleton // without a proxy: connections call it when the container is shutting down already
class SentinelResolver {

    private final RedisClientOptions options;
    private final ServerQuery query;
    private final List<ServerAddress> addresses;
    private final String master;

    SentinelResolver(Vertx vertx, RedisClientOptions options, MeshgateConfig config) {
        this.options = options;
        // half of the connection deadline
        this.query = new ServerQuery(vertx, config.redis().timeout().dividedBy(2));
        this.addresses = addresses(config);
        this.master = config.redis().sentinelMaster();
    }

    /** The configured sentinels; none when {@code redis_url} holds the address. */
    static List<ServerAddress> addresses(MeshgateConfig config) {
        return config.redis().sentinels().orElse(List.of()).stream()
                .map(sentinel -> ServerAddress.parse(sentinel, ServerAddress.SENTINEL_PORT))
                .flatMap(Optional::stream)
                .toList();
    }

    boolean areUsed() {
        return !addresses.isEmpty();
    }

    /** The address of the primary, by the majority of the sentinels that reply in time. */
    Future<ServerAddress> primary() {
        PrimaryVote vote = new PrimaryVote(
                addresses.size(), "the sentinels know no primary named " + master, "no sentinel answers");
        addresses.forEach(sentinel -> query.ask(options.forSentinel(sentinel), question())
                .map(reply -> reply.flatMap(SentinelResolver::address))
                .onSuccess(vote::answered)
                .onFailure(failure -> vote.failed(RedisErrors.of(failure))));
        return vote.outcome();
    }

    private Request question() {
        return Request.cmd(Command.SENTINEL).arg("GET-MASTER-ADDR-BY-NAME").arg(master);
    }

    /** Empty when the sentinel knows no primary of that name. */
    private static Optional<ServerAddress> address(Response reply) {
        return reply.size() < 2
                ? Optional.empty()
                : Optional.of(
                        new ServerAddress(reply.get(0).toString(), reply.get(1).toInteger()));
    }
}
