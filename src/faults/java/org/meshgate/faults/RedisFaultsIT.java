package org.meshgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.it.Client;
import org.meshgate.it.Meshgate;

/** One service, one Redis, and each way in which the second or the way to it can fail. */
@ExtendWith(FaultTable.class)
class RedisFaultsIT {

    private static final List<Ask> READS = List.of(Ask.PROFILE, Ask.JOB, Ask.HISTORY);

    private static final List<Ask> WRITES = List.of(Ask.SUBMIT, Ask.LOGIN, Ask.REVOKE);

    /** Clients of Redis that are not the service. */
    private static final int OTHERS = 40;

    @TempDir
    Path directory;

    private FaultRedis redis;
    private FaultProxy proxy;
    private Meshgate service;
    private Visitor visitor;
    private FaultCase fault;

    @BeforeEach
    void allIsWell(TestInfo test) throws IOException {
        redis = new FaultRedis(directory.resolve("redis"));
        proxy = new FaultProxy(redis.port());
        service = Meshgate.serve(
                Files.createDirectories(directory.resolve("service")), settings(), "--redis-url", proxy.url());
        visitor = new Visitor(service, "visitor", FaultCase.SPARES);
        fault = new FaultCase(visitor);
    }

    @AfterEach
    void end() {
        service.close();
        proxy.close();
        redis.close();
    }

    static Map<String, String> settings() {
        return Map.of(
                "P3D_SECURITY__RATE_LIMIT_PER_MINUTE", "0",
                "P3D_SECURITY__LOGIN_PER_MINUTE", "0",
                "P3D_SECURITY__LOGIN_PER_MINUTE_ADDRESS", "0",
                "P3D_SECURITY__LOGIN_PER_HOUR_ACCOUNT", "0",
                "P3D_SECURITY__REGISTER_PER_HOUR_ADDRESS", "0",
                "P3D_SERVER__ACCESS_LOG", "false");
    }

    @Test
    void killed(FaultTable.Rows table) {
        withoutRedis(table, "Redis killed", redis::kill, redis::start);
    }

    @Test
    void frozen(FaultTable.Rows table) {
        withoutRedis(table, "Redis frozen (SIGSTOP)", redis::freeze, redis::thaw);
    }

    @Test
    void refused(FaultTable.Rows table) {
        withoutRedis(table, "connections refused", proxy::refuse, proxy::pass);
    }

    @Test
    void silentNetwork(FaultTable.Rows table) {
        withoutRedis(table, "network silent", proxy::freeze, proxy::pass);
    }

    @Test
    void slow(FaultTable.Rows table) {
        // When each command takes a second
        Seen seen = fault.during(() -> proxy.slow(Duration.ofMillis(500)), () -> {});
        Duration recovery = fault.recovery(proxy::pass);
        // Then requests take as many seconds as they have commands one after another
        fault.report(table, "Redis slow (500 ms each way)", seen, recovery);
        seen.keepTheRules(12_000);
        fault.nothingWasLost();
    }

    @Test
    void halfOfTheConnectionsDropped(FaultTable.Rows table) {
        Seen seen = fault.during(proxy::dropHalf, proxy::cutHalf);
        Duration recovery = fault.recovery(proxy::pass);
        fault.report(table, "half of the connections dropped, again and again", seen, recovery);
        seen.keepTheRules();
        fault.nothingWasLost();
    }

    @Test
    void allConnectionsCutOnce(FaultTable.Rows table) {
        Seen seen = fault.during(proxy::cut, () -> {});
        fault.recovery(() -> {});
        fault.report(table, "all connections cut once", seen, fault.lastRefusal());
        seen.keepTheRules();
        fault.nothingWasLost();
    }

    @Test
    void heldConnectionsHang(FaultTable.Rows table) {
        Seen seen = fault.during(proxy::hang, () -> {});
        fault.recovery(() -> {});
        fault.report(table, "held connections hang, new ones work", seen, fault.lastRefusal());
        seen.keepTheRules();
        assertThat(seen.of(READS).map(Answer::status)).contains(200);
        fault.nothingWasLost();
    }

    @Test
    void readOnly(FaultTable.Rows table) {
        // When
        Seen seen = fault.during(() -> redis.tell("REPLICAOF 127.0.0.1 1"), () -> {});
        Duration recovery = fault.recovery(() -> redis.tell("REPLICAOF NO ONE"));
        // Then from the first write on it is left: a replica may not know of a revocation, so it is not read either
        fault.report(table, "Redis READONLY (a replica whose master is dead)", seen, recovery);
        seen.keepTheRules();
        assertThat(fault.becameUnready()).as("unready").isTrue();
        assertThat(seen.of(WRITES).map(Answer::status)).containsOnly(503);
        assertThat(seen.of(READS).map(Answer::status)).contains(503);
        fault.nothingWasLost();
    }

    @Test
    void noConnectionLeft(FaultTable.Rows table) {
        // Given a Redis all whose connections others have
        List<Socket> others = new ArrayList<>();
        withoutRedis(
                table,
                "Redis has no connection left (maxclients)",
                () -> {
                    redis.tell("CONFIG SET maxclients " + OTHERS);
                    proxy.refuse();
                    redis.occupy(OTHERS, others);
                    proxy.pass();
                },
                () -> others.forEach(FaultRedis::leave));
    }

    @Test
    void outOfMemory(FaultTable.Rows table) {
        // When
        Seen seen = fault.during(() -> redis.tell("CONFIG SET maxmemory 1"), () -> {});
        Duration recovery = fault.recovery(() -> redis.tell("CONFIG SET maxmemory 0"));
        // Then what only reads goes on
        fault.report(table, "Redis out of memory (noeviction)", seen, recovery);
        seen.keepTheRules();
        assertThat(seen.of(READS).map(Answer::status)).contains(200);
        assertThat(seen.of(Set.of(Ask.SUBMIT, Ask.LOGIN)).map(Answer::status)).containsOnly(503);
        assertThat(seen.of(Set.of(Ask.REVOKED)).map(Answer::status)).contains(401);
        fault.nothingWasLost();
    }

    @Test
    void failedOverBehindTheSameName(FaultTable.Rows table) {
        // Given another Redis with the same data
        try (FaultRedis other = new FaultRedis(directory.resolve("other"))) {
            other.tell("REPLICAOF 127.0.0.1 " + redis.port());
            visitor.ask(Ask.SUBMIT).join();
            assertThat(redis.ask("WAIT 1 10000")).isEqualTo(":1");
            // When they swap their roles, and nobody closes a connection
            Seen seen = fault.during(
                    () -> {
                        assertThat(redis.ask("WAIT 1 10000")).isEqualTo(":1");
                        proxy.moveTo(other.port());
                        other.tell("REPLICAOF NO ONE");
                        redis.tell("REPLICAOF 127.0.0.1 " + other.port());
                    },
                    () -> {});
            fault.recovery(() -> {});
            // Then the new master is found
            fault.report(table, "roles swapped behind one address", seen, fault.lastRefusal());
            seen.keepTheRules();
            fault.nothingWasLost();
        }
    }

    @Test
    void restartedEmpty(FaultTable.Rows table) {
        // Given
        Seen seen = fault.during(redis::kill, () -> {});
        // When it is back with nothing
        redis.startEmpty();
        long since = System.nanoTime();
        Pace pace = new Pace(Duration.ofMillis(100));
        Answer answer = visitor.ask(Ask.PROFILE).join();
        while (answer.status() == 503) {
            pace.keep();
            answer = visitor.ask(Ask.PROFILE).join();
        }
        Duration recovery = Duration.ofNanos(System.nanoTime() - since);
        // Then old tokens are unknown, old jobs too, and everything works for new users
        fault.report(table, "Redis restarted empty", seen, recovery);
        seen.keepTheRules();
        assertThat(recovery).isLessThan(Duration.ofSeconds(15));
        assertThat(answer.status() + " " + answer.error()).isEqualTo("401 INVALID_TOKEN");
        Answer login = visitor.ask(Ask.LOGIN).join();
        assertThat(login.status()).isEqualTo(401);
        Client next = Client.user(service, "next", "a long enough one");
        String job = next.submit("a lamp");
        assertThat(next.status(job).statusCode()).isEqualTo(200);
        for (String old : visitor.jobs()) {
            assertThat(next.status(old).statusCode()).isEqualTo(404);
        }
        assertThat(next.request().get(Client.HISTORY).<Integer>path("pagination.total"))
                .isEqualTo(1);
    }

    private void withoutRedis(FaultTable.Rows table, String name, Runnable begin, Runnable end) {
        // When
        Seen seen = fault.during(begin, () -> {});
        Duration recovery = fault.recovery(end);
        // Then
        fault.report(table, name, seen, recovery);
        seen.keepTheRules();
        assertThat(fault.becameUnready()).as("unready").isTrue();
        assertThat(seen.of(Set.of(Ask.JOB, Ask.HISTORY, Ask.SUBMIT, Ask.LOGIN, Ask.REVOKE, Ask.REVOKED))
                        .map(Answer::status))
                .containsOnly(503);
        fault.nothingWasLost();
    }
}
