package org.meshgate.testing;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Redis as somebody at redis-cli sees it. */
@ApplicationScoped
public class RedisView {

    private static final String PREFIX = "3daigc:";

    private final Redis redis;

    RedisView(Redis redis) {
        this.redis = redis;
    }

    public String get(String name) {
        Response value = send(Command.GET, PREFIX + name);
        return value == null ? null : value.toString();
    }

    public void set(String name, String value) {
        send(Command.SET, PREFIX + name, value);
    }

    public boolean exists(String name) {
        return send(Command.EXISTS, PREFIX + name).toInteger() > 0;
    }

    public long timeToLiveMillis(String name) {
        return send(Command.PTTL, PREFIX + name).toLong();
    }

    public boolean isMember(String name, String member) {
        return send(Command.SISMEMBER, PREFIX + name, member).toInteger() > 0;
    }

    public String hashField(String name, String field) {
        Response value = send(Command.HGET, PREFIX + name, field);
        return value == null ? null : value.toString();
    }

    public long hashLength(String name) {
        return send(Command.HLEN, PREFIX + name).toLong();
    }

    /**
     * Every key and every value, but for the audit, which remembers what is gone, and the proofs of the feed, which come and
     * go.
     */
    public String dump() {
        return StreamSupport.stream(send(Command.KEYS, "*").spliterator(), false)
                .filter(key -> !key.toString().startsWith(PREFIX + "feed:canary:"))
                .map(key -> key + " " + value(key.toString()))
                .collect(Collectors.joining("\n"));
    }

    /**
     * Removes all waiting and leased jobs from the queue. The records of waiting ones go too: the recovery of lost jobs
     * would queue them again when a test moves the clock.
     */
    public void clearQueue() {
        for (Response id : send(Command.ZRANGE, PREFIX + "jobs:status:queued", "0", "-1")) {
            send(Command.HDEL, PREFIX + "jobs", id.toString());
        }
        for (String pattern : List.of("queue:*", "fair:*", "claim:*")) {
            for (Response key : send(Command.KEYS, PREFIX + pattern)) {
                send(Command.DEL, key.toString());
            }
        }
    }

    /** The audit as it stands in Redis. */
    public String audit() {
        return String.valueOf(send(Command.XRANGE, PREFIX + "audit", "-", "+"));
    }

    /** Sends any command. */
    public Response send(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return redis.send(request).toCompletionStage().toCompletableFuture().join();
    }

    private Response value(String key) {
        return switch (send(Command.TYPE, key).toString()) {
            case "string" -> send(Command.GET, key);
            case "hash" -> send(Command.HGETALL, key);
            case "set" -> send(Command.SMEMBERS, key);
            case "zset" -> send(Command.ZRANGE, key, "0", "-1");
            default -> null;
        };
    }
}
