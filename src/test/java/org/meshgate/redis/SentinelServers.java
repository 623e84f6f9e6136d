package org.meshgate.redis;

import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.ServerProgram;

/** Two Redis and three sentinels, with passwords; where the machine has no {@code redis-server}, the embedded one alone. */
public final class SentinelServers implements QuarkusTestResourceLifecycleManager {

    private static final String PASSWORD = "of-redis";
    private static final String OF_SENTINELS = "of-sentinels";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Optional<Path> program = ServerProgram.find("redis-server");
    private final RedisResource embedded = new RedisResource();
    private final List<ServerProgram> redis = new ArrayList<>();
    private final List<ServerProgram> sentinels = new ArrayList<>();

    @Override
    public Map<String, String> start() {
        if (program.isEmpty()) {
            return embedded.start();
        }
        int first = ServerProgram.freePort();
        redis.add(redis(first, List.of()));
        redis.add(redis(ServerProgram.freePort(), List.of("replicaof 127.0.0.1 " + first)));
        for (int i = 0; i < 3; i++) {
            sentinels.add(sentinel(first));
        }
        settled();
        return Map.of(
                "meshgate.redis_url",
                "redis://:" + PASSWORD + "@sentinels",
                "meshgate.redis.sentinels",
                sentinels.stream()
                        .map(sentinel -> "127.0.0.1:" + sentinel.port())
                        .collect(Collectors.joining(",")),
                "meshgate.redis.sentinel_password",
                OF_SENTINELS);
    }

    boolean available() {
        return program.isPresent();
    }

    /** All sentinels agree, and the primary has its replica. */
    void settled() {
        await().atMost(LIMIT)
                .until(() -> sentinels.stream().allMatch(sentinel -> ask(sentinel, "SENTINEL CKQUORUM mymaster")
                        .startsWith("+OK 3")));
        await().atMost(LIMIT).until(() -> replicated());
    }

    /** Whether everything written so far is at the replica as well. */
    boolean replicated() {
        return redis.stream().anyMatch(server -> {
            boolean primary = ServerProgram.ask(server.port(), "AUTH " + PASSWORD, "SET probe 1")
                    .equals("+OK");
            return primary
                    && ServerProgram.ask(server.port(), "AUTH " + PASSWORD, "SET probe 2", "WAIT 1 5000")
                            .equals(":1");
        });
    }

    /** Ends the primary as a power cut does. */
    int killPrimary() {
        ServerProgram primary = redis.stream()
                .filter(server -> ServerProgram.ask(server.port(), "AUTH " + PASSWORD, "SET probe 3")
                        .equals("+OK"))
                .findFirst()
                .orElseThrow();
        primary.kill();
        redis.remove(primary);
        return primary.port();
    }

    /** The machine of a killed one is back, and does not know yet that it is no primary any more. */
    void backAgain(int port) {
        redis.add(redis(port, List.of()));
        settled();
    }

    /** As an operator does before maintenance. */
    String failOver() {
        return ask(sentinels.get(0), "SENTINEL FAILOVER mymaster");
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(SentinelServers.class));
    }

    @Override
    public void stop() {
        sentinels.forEach(ServerProgram::close);
        redis.forEach(ServerProgram::close);
        embedded.stop();
    }

    private static String ask(ServerProgram sentinel, String command) {
        return sentinel.ask("AUTH " + OF_SENTINELS, command);
    }

    private ServerProgram redis(int port, List<String> more) {
        List<String> lines = new ArrayList<>(more);
        lines.addAll(List.of(
                "port " + port, "requirepass " + PASSWORD, "masterauth " + PASSWORD, "repl-diskless-sync-delay 0"));
        return ServerProgram.start(program.orElseThrow(), port, lines);
    }

    private ServerProgram sentinel(int primary) {
        int port = ServerProgram.freePort();
        List<String> lines = List.of(
                "port " + port,
                "requirepass " + OF_SENTINELS,
                "sentinel monitor mymaster 127.0.0.1 " + primary + " 2",
                "sentinel auth-pass mymaster " + PASSWORD,
                "sentinel down-after-milliseconds mymaster 1000",
                "sentinel failover-timeout mymaster 5000");
        return ServerProgram.start(program.orElseThrow(), port, lines, "--sentinel");
    }
}
