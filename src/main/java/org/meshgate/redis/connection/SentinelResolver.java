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
 * Asks the sentinels of {@code redis.sentinels} where the primary is. All are asked at once, each over a connection of its
 * own that ends with the answer: it is asked rarely, and what was asked long ago is worth nothing.
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
        // half of the time in which a connection must be made
        this.patience = config.redis().timeout().dividedBy(2);
    }

    /** Those of the configuration; none when {@code redis_url} alone says where Redis is. */
    static List<ServerAddress> addresses(MeshgateConfig config) {
        return config.redis().sentinels().orElse(List.of()).stream()
                .map(sentinel -> ServerAddress.parse(sentinel, ServerAddress.SENTINEL_PORT))
                .flatMap(Optional::stream)
                .toList();
    }

    boolean areUsed() {
        return !addresses.isEmpty();
    }

    /** Where the primary is, as most of them say who answer in time. */
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

    /** Nothing when the sentinel knows no primary of that name. */
    private static Optional<ServerAddress> address(Response reply) {
        return reply == null || reply.size() < 2
                ? Optional.empty()
                : Optional.of(
                        new ServerAddress(reply.get(0).toString(), reply.get(1).toInteger()));
    }
}
