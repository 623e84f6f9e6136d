package org.meshgate.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.meshgate.config.MeshgateConfig;

/** Tries one connection of its own, for a person who wants to know why there is none. */
@ApplicationScoped
public class RedisProbe {

    /** Never more of an error reply than its first word: the rest can repeat what was sent, such as a password. */
    private static final Pattern CODE = Pattern.compile("[A-Z]{2,32}\\b");

    private final Vertx vertx;
    private final RedisClientOptions options;
    private final Duration timeout;

    RedisProbe(Vertx vertx, RedisClientOptions options, MeshgateConfig config) {
        this.vertx = vertx;
        this.options = options;
        this.timeout = config.redis().timeout();
    }

    /** Why Redis does not serve, in a few words without any secret; nothing when it does. Never fails. */
    public Uni<Optional<String>> complaint() {
        return Uni.createFrom()
                .<Optional<String>>emitter(emitter -> {
                    Redis client = Redis.createClient(vertx, options.forOneConnection());
                    emitter.onTermination(client::close);
                    client.connect()
                            .compose(connection -> connection.send(Request.cmd(Command.PING)))
                            .onComplete(outcome -> emitter.complete(
                                    outcome.succeeded() ? Optional.empty() : Optional.of(why(outcome.cause()))));
                })
                .ifNoItem()
                .after(timeout)
                .recoverWithItem(Optional.of("no answer within " + timeout.toMillis() + " ms"))
                .onFailure()
                .recoverWithItem(failure -> Optional.of(why(failure)));
    }

    static String why(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ErrorType error) {
                return reply(error);
            }
            if (cause instanceof UnknownHostException) {
                return "nobody knows its host name";
            }
            if (cause instanceof ConnectException) {
                return "nothing listens there";
            }
            if (cause instanceof SSLException) {
                return "TLS failed: " + cause.getClass().getSimpleName();
            }
            if (cause instanceof TimeoutException) {
                return "no answer in time";
            }
        }
        return HeldConnection.reason(failure);
    }

    private static String reply(ErrorType error) {
        Matcher code = CODE.matcher(String.valueOf(error.getMessage()));
        String word = code.lookingAt() ? code.group() : "an error";
        return switch (word) {
            case "NOAUTH" -> "it wants a password";
            case "WRONGPASS" -> "user or password is wrong";
            case "NOPERM" -> "its user may not do that";
            case "LOADING" -> "it is still loading its data";
            default -> "it answered " + word;
        };
    }
}
