package org.meshgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.it.Meshgate;

/** The clock of the program is set while it runs, and that of Redis is not. Needs Debian's package faketime. */
@ExtendWith(FaultTable.class)
class ClockJumpIT {

    private static final List<Ask> GOOD = List.of(Ask.PROFILE, Ask.JOB, Ask.HISTORY, Ask.SUBMIT, Ask.LOGIN);

    @TempDir
    Path directory;

    @Test
    void aClockThatIsSetForwardOrBackBreaksNothing(FaultTable.Rows table) throws IOException {
        Optional<Path> library = library();
        assumeTrue(library.isPresent(), "no faketime on this machine: the clock is not set");
        Path offset = Files.writeString(directory.resolve("offset"), "+0");
        Map<String, String> settings = new HashMap<>(RedisFaultsIT.settings());
        settings.put("LD_PRELOAD", library.orElseThrow().toString());
        settings.put("FAKETIME_TIMESTAMP_FILE", offset.toString());
        settings.put("FAKETIME_CACHE_DURATION", "1");
        settings.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        try (FaultRedis redis = new FaultRedis(directory.resolve("redis"));
                Meshgate service = Meshgate.serve(
                        Files.createDirectories(directory.resolve("service")),
                        settings,
                        "--redis-url",
                        "redis://127.0.0.1:" + redis.port())) {
            Visitor visitor = new Visitor(service, "visitor", 0);
            FaultCase fault = new FaultCase(visitor);
            String dayLong = visitor.client()
                    .json(Map.of("token_name", "a day", "expires_in_days", 1))
                    .post("/api/v1/users/tokens")
                    .path("token");
            for (Jump jump : List.of(
                    new Jump("+2h", 2, "200 "),
                    new Jump("-2h", -2, "200 "),
                    new Jump("+2d", 48, "401 TOKEN_EXPIRED"),
                    new Jump("+0", 0, "200 "))) {
                // When
                Files.writeString(offset, jump.text);
                await().atMost(Duration.ofSeconds(30)).until(() -> hoursAhead(visitor) == jump.hours);
                Seen seen = asked(visitor);
                // Then the token ends when its time has come by the clock of the program, and nothing else changes
                Answer expiring = visitor.profile(Ask.PROFILE, dayLong).join();
                seen.keepTheRules();
                assertThat(seen.of(GOOD).map(Answer::status)).as(jump.text).containsOnly(200);
                assertThat(expiring.status() + " " + expiring.error())
                        .as(jump.text)
                        .isEqualTo(jump.token);
                fault.nothingWasLost();
                table.add(
                        "clock of the program at " + jump.text,
                        seen.statuses(Set.of(Ask.PROFILE, Ask.JOB, Ask.HISTORY)),
                        seen.statuses(Set.of(Ask.SUBMIT, Ask.LOGIN)),
                        seen.slowest(200) + " ms",
                        "–",
                        "up",
                        "–");
            }
        }
    }

    private static Seen asked(Visitor visitor) {
        return new Seen(Stream.of(
                        Ask.LIVE,
                        Ask.READY,
                        Ask.PROFILE,
                        Ask.JOB,
                        Ask.HISTORY,
                        Ask.SUBMIT,
                        Ask.LOGIN,
                        Ask.PROFILE,
                        Ask.REVOKED)
                .map(what -> visitor.ask(what).join())
                .toList());
    }

    /** How far the program is ahead of us. */
    private static long hoursAhead(Visitor visitor) {
        String now =
                visitor.client().request().get("/api/v1/system/auth-status").path("timestamp");
        return Math.round(
                Duration.between(Instant.now(), OffsetDateTime.parse(now).toInstant())
                                .toMillis()
                        / 3_600_000.0);
    }

    private static Optional<Path> library() throws IOException {
        Path libraries = Path.of("/usr/lib");
        if (!Files.isDirectory(libraries)) {
            return Optional.empty();
        }
        try (Stream<Path> architectures = Files.list(libraries)) {
            return architectures
                    .map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst();
        }
    }

    /**
     * Where the clock is put.
     *
     * @param text as libfaketime reads it
     * @param token what a token gets that was made for a day
     */
    private record Jump(String text, long hours, String token) {}
}
