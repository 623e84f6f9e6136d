package org.meshgate.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A Redis as 3DAIGC-API leaves it: the shapes of a recorded one, with values of our own. Beside what is in order it has an
 * id that belongs to nobody, a user that is no JSON, and tokens that are expired, revoked, of somebody else or broken.
 */
public final class OldRedis implements AutoCloseable {

    /** Of every account. */
    public static final String PASSWORD = "correct old password";

    public static final String ADMIN = "user_a000000000000001";
    public static final String ALICE = "user_a000000000000002";
    public static final String BOB = "user_a000000000000004";
    public static final String BARE = "user_a00000000000000b";

    /** Accounts that are in order, and one that is no JSON. */
    public static final int USERS = 15;

    public static final int JOBS = 5;

    private final Vertx vertx = Vertx.vertx();
    private final Redis redis;

    public OldRedis(String url) {
        this.redis = Redis.createClient(vertx, url);
    }

    /** The text of the token that the data set calls so. */
    public static String token(String label) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest(label));
    }

    public static String sha256(String text) {
        return HexFormat.of().formatHex(digest(text));
    }

    /** Empties Redis and fills it again. */
    public void load() {
        load(line -> line, "old-redis.jsonl");
    }

    /**
     * Empties Redis and fills it with other data.
     *
     * @param adapt changes a line
     * @param resources with a command, as a JSON array, in each line
     */
    public void load(UnaryOperator<String> adapt, String... resources) {
        try {
            ObjectMapper json = new ObjectMapper();
            send("FLUSHALL");
            for (String resource : resources) {
                Path file = Path.of(OldRedis.class.getResource(resource).toURI());
                for (String line : Files.readAllLines(file)) {
                    send(json.readValue(adapt.apply(line), String[].class));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every key with its value and whether it expires, in an order of its own. */
    public String dump() {
        return StreamSupport.stream(send("KEYS", "*").spliterator(), false)
                .map(Response::toString)
                .filter(key -> !key.contains(":feed:canary:")) // four a second, gone after five
                .sorted()
                .map(key -> key + " " + value(key) + (send("PTTL", key).toLong() >= 0 ? " expires" : ""))
                .collect(Collectors.joining("\n"));
    }

    public Response send(String... words) {
        Request request = Request.cmd(Command.create(words[0]));
        for (String word : List.of(words).subList(1, words.length)) {
            request.arg(word);
        }
        return redis.send(request).toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private String value(String key) {
        return switch (send("TYPE", key).toString()) {
            case "string" -> send("GET", key).toString();
            case "hash" -> sorted(send("HGETALL", key));
            case "stream" -> send("XRANGE", key, "-", "+").toString();
            case "set" -> sorted(send("SMEMBERS", key));
            default -> send("ZRANGE", key, "0", "-1", "WITHSCORES").toString();
        };
    }

    private static String sorted(Response entries) {
        return StreamSupport.stream(entries.spliterator(), false)
                .map(Response::toString)
                .filter(key -> !key.contains(":feed:canary:")) // four a second, gone after five
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
