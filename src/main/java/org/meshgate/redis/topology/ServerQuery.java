package org.meshgate.redis.topology;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Asks a server one thing, over a connection that is closed after the reply. */
public final class ServerQuery {

    private final Vertx vertx;
    private final Duration patience;

    /** @param patience the deadline of connection and reply together */
    public ServerQuery(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patience = patience;
    }

    /** The reply, empty for nil; fails with {@link TimeoutException} when it is late. */
    public Future<Optional<Response>> ask(RedisOptions server, Request question) {
        Redis client = Redis.createClient(vertx, server);
        Promise<Optional<Response>> answer = Promise.promise();
        long timer = vertx.setTimer(
                Math.max(1, patience.toMillis()), late -> answer.tryFail(new TimeoutException("no answer")));
        client.connect()
                .compose(connection -> connection.send(question))
                .map(Optional::ofNullable)
                .onSuccess(answer::tryComplete)
                .onFailure(answer::tryFail);
        return answer.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            client.close();
        });
    }
}
