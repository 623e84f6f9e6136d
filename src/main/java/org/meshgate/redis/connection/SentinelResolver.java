package org.meshgate.redis.connection;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.converter.ServerAddress;

/**
 * Resolves the address of the primary by {@code redis.sentinels}. All sentinels are queried in parallel, each over a
 * connection that is closed after the reply: queries are rare, and old answers are of no use.
 */
@Singleton // without a proxy: connections call it when the container is shutting down already
class SentinelResolver {

    private final Vertx vertx;
    private final RedisClientOptions options;
    private final List<ServerAddress> addresses;
    private final String master;
    private final Duration patience;

    SentinelResolver(Vertx vertx, RedisClientOptions options, MeshgateConfig config) {
        this.vertx = vertx;
        this.options = options;
        this.addresses = addresses(config);
        this.master = config.redis().sentinelMaster();
        // half of the connection deadline
        this.patience = config.redis().timeout().dividedBy(2);
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
        SentinelQuorum vote = new SentinelQuorum(addresses.size(), master);
        addresses.forEach(sentinel -> ask(sentinel).onComplete(answer -> {
            if (answer.succeeded()) {
                vote.answered(answer.result());
            } else {
                vote.failed(answer.cause());
            }
        }));
        return vote.outcome();
    }

    private Future<Optional<ServerAddress>> ask(ServerAddress sentinel) {
        Redis client = Redis.createClient(vertx, options.forSentinel(sentinel));
        Promise<Optional<ServerAddress>> answer = Promise.promise();
        long timer = vertx.setTimer(
                Math.max(1, patience.toMillis()), late -> answer.tryFail(new TimeoutException("no answer")));
        client.connect()
                .compose(connection -> connection.send(Request.cmd(Command.SENTINEL)
                        .arg("GET-MASTER-ADDR-BY-NAME")
                        .arg(master)))
                .map(SentinelResolver::address)
                .onSuccess(answer::tryComplete)
                .onFailure(answer::tryFail);
        return answer.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            client.close();
        });
    }

    /** Empty when the sentinel knows no primary of that name. */
    private static Optional<ServerAddress> address(Response reply) {
        return reply == null || reply.size() < 2
                ? Optional.empty()
                : Optional.of(
                        new ServerAddress(reply.get(0).toString(), reply.get(1).toInteger()));
    }
}
