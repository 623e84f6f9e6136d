package org.meshgate.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.redis.connection.RedisConnections;
import org.meshgate.runtime.vertx.ErrorReply;

/**
 * Sends commands and scripts to Redis, for the stores. Each method is one round trip (two for a script that Redis has
 * not loaded yet). Every method fails with {@link StorageUnavailableException} when Redis cannot be reached or does not
 * answer in time.
 */
@ApplicationScoped
public class RedisCommands {

    private static final String SCRIPT_UNKNOWN = "NOSCRIPT";

    private final RedisConnections connections;
    private final String absentKey;

    RedisCommands(RedisConnections connections, KeyPrefix prefix) {
        this.connections = connections;
        this.absentKey = prefix.absentKey();
    }

    /**
     * Runs a script. Beside its keys, it declares one that is never there: a cluster then refuses it as a whole when
     * another node has the keys, or gets them one by one.
     *
     * @param keys the keys that the script gets as {@code KEYS}, complete with prefix
     * @param arguments its other arguments
     * @return what it returns; an empty optional for nil
     */
    public Uni<Optional<Response>> run(LuaScript script, List<String> keys, List<String> arguments) {
        return connections.send(
                evaluation(Command.EVALSHA, script.sha1(), keys, arguments),
                RedisCommands::isUnknownScript,
                () -> evaluation(Command.EVAL, script.source(), keys, arguments));
    }

    /** Sends one command. */
    public Uni<Optional<Response>> send(Command command, List<String> arguments) {
        Request request = Request.cmd(command);
        arguments.forEach(request::arg);
        return connections.send(request);
    }

    private Request evaluation(Command command, String script, List<String> keys, List<String> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size() + 1);
        keys.forEach(request::arg);
        request.arg(absentKey);
        arguments.forEach(request::arg);
        return request;
    }

    private static boolean isUnknownScript(Throwable failure) {
        return ErrorReply.is(failure, SCRIPT_UNKNOWN);
    }
}
