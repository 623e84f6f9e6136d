package org.meshgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.it.Meshgate;

/** Two replicas, of which one cannot reach Redis any more, and a token that is revoked at the other. */
@ExtendWith(FaultTable.class)
class PartitionIT {

    /** 0.75 s by design; the rest is for a machine that does other things as well. */
    private static final Duration MAX_BELIEF = Duration.ofMillis(2_500);

    @TempDir
    Path directory;

    @Test
    void aReplicaWithoutRedisStopsBelievingWhatItRemembers(FaultTable.Rows table) throws IOException {
        try (FaultRedis redis = new FaultRedis(directory.resolve("redis"));
                FaultProxy way = new FaultProxy(redis.port());
                Meshgate healthy = serve("healthy", "redis://127.0.0.1:" + redis.port());
                Meshgate cutOff = serve("cut-off", way.url())) {
            // Given a token that both remember
            Visitor visitor = new Visitor(healthy, "visitor", 1);
            String spare = visitor.spareToken();
            Visitor other = visitor.at(cutOff);
            assertThat(other.profile(Ask.PROFILE, spare).join().status()).isEqualTo(200);
            assertThat(other.ask(Ask.PROFILE).join().status()).isEqualTo(200);
            // When one loses Redis and the token is revoked at the other
            List<Late> answers = new ArrayList<>();
            way.freeze();
            long frozen = System.nanoTime();
            assertThat(visitor.ask(Ask.REVOKE).join().status()).isEqualTo(200);
            Pace pace = new Pace(Duration.ofMillis(50));
            while (System.nanoTime() - frozen < Duration.ofSeconds(5).toNanos()) {
                answers.add(new Late(System.nanoTime() - frozen, other.profile(Ask.PROFILE, spare)));
                pace.keep();
            }
            // Then the healthy one refuses at once, and the other soon knows that it does not know
            assertThat(visitor.profile(Ask.REVOKED, spare).join().status()).isEqualTo(401);
            Map<Integer, Integer> statuses = new TreeMap<>();
            answers.forEach(late -> statuses.merge(late.answer.join().status(), 1, Integer::sum));
            long believed = answers.stream()
                    .filter(late -> late.answer.join().status() == 200)
                    .mapToLong(late -> late.sent / 1_000_000)
                    .max()
                    .orElse(0);
            Seen seen =
                    new Seen(answers.stream().map(late -> late.answer.join()).toList());
            // And when Redis is back, it learns of the end
            way.pass();
            long healed = System.nanoTime();
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> other.profile(Ask.REVOKED, spare).join().status() == 401);
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> other.ask(Ask.PROFILE).join().status() == 200);
            table.add(
                    "one of two replicas without Redis; a token revoked at the other",
                    statuses + ", last 200 after " + believed + " ms",
                    "–",
                    seen.slowest(200) + " ms",
                    seen.slowest(503) + " ms",
                    "–",
                    (System.nanoTime() - healed) / 1_000_000 + " ms");
            seen.keepTheRules();
            assertThat(statuses.keySet()).isSubsetOf(200, 503).contains(503);
            assertThat(Duration.ofMillis(believed)).isLessThan(MAX_BELIEF);
        }
    }

    private Meshgate serve(String name, String redis) throws IOException {
        return Meshgate.serve(
                Files.createDirectories(directory.resolve(name)), RedisFaultsIT.settings(), "--redis-url", redis);
    }

    /**
     * An answer on its way.
     *
     * @param sent nanoseconds after the partition
     */
    private record Late(long sent, CompletableFuture<Answer> answer) {}
}
