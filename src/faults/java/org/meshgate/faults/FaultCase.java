package org.meshgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One fault from its beginning to the recovery: who asks what meanwhile, and when things were as before. */
final class FaultCase {

    private static final Duration BEAT = Duration.ofMillis(400);
    private static final int BEATS = 16;
    private static final Duration MAX_RECOVERY = Duration.ofSeconds(15);
    private static final List<Ask> EVERY_TIME =
            List.of(Ask.LIVE, Ask.READY, Ask.HEALTH, Ask.PROFILE, Ask.JOB, Ask.HISTORY, Ask.SUBMIT, Ask.REVOKED);

    /** How many tokens a visitor needs that may end. */
    static final int SPARES = BEATS / 4;

    private static final List<Ask> READS = List.of(Ask.PROFILE, Ask.JOB, Ask.HISTORY);
    private static final List<Ask> WRITES = List.of(Ask.SUBMIT, Ask.LOGIN, Ask.REVOKE);

    private final Visitor visitor;
    private final AtomicLong lastRefusal = new AtomicLong();
    private Optional<Duration> unready = Optional.empty();

    FaultCase(Visitor visitor) {
        this.visitor = visitor;
    }

    /**
     * Asks steadily while the fault lasts.
     *
     * @param eachBeat done again and again meanwhile
     */
    Seen during(Runnable begin, Runnable eachBeat) {
        List<CompletableFuture<Answer>> asked = new ArrayList<>();
        Pace pace = new Pace(BEAT);
        begin.run();
        long since = System.nanoTime();
        Consumer<Answer> keepLastRefusal = answer -> {
            if (answer.what().good() && answer.status() != 200) {
                lastRefusal.accumulateAndGet((System.nanoTime() - since) / 1_000_000, Math::max);
            }
        };
        for (int beat = 0; beat < BEATS; beat++) {
            List<Ask> now = new ArrayList<>(EVERY_TIME);
            if (beat % 4 == 1) {
                now.addAll(List.of(Ask.LOGIN, Ask.REVOKE));
            }
            for (Ask what : now) {
                CompletableFuture<Answer> answer = visitor.ask(what);
                answer.thenAccept(keepLastRefusal);
                asked.add(answer);
            }
            eachBeat.run();
            pace.keep();
            if (unready.isEmpty() && visitor.ask(Ask.READY).join().status() != 200) {
                unready = Optional.of(Duration.ofNanos(System.nanoTime() - since));
            }
        }
        return new Seen(asked.stream().map(CompletableFuture::join).toList());
    }

    /** For a fault that the service gets over by itself: how long after its beginning somebody was refused last. */
    Duration lastRefusal() {
        return Duration.ofMillis(lastRefusal.get());
    }

    boolean becameUnready() {
        return unready.isPresent();
    }

    /** Ends the fault and waits until everything that should be 200 is; the time that took. */
    Duration recovery(Runnable end) {
        end.run();
        long since = System.nanoTime();
        Pace pace = new Pace(Duration.ofMillis(100));
        while (true) {
            List<Answer> answers = Stream.of(Ask.READY, Ask.PROFILE, Ask.PROFILE, Ask.HISTORY, Ask.SUBMIT, Ask.LOGIN)
                    .map(visitor::ask)
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            new Seen(answers).keepTheRules();
            Duration took = Duration.ofNanos(System.nanoTime() - since);
            if (answers.stream().allMatch(answer -> answer.status() == 200)) {
                return took;
            }
            assertThat(took).as("not as before: " + answers).isLessThan(MAX_RECOVERY);
            pace.keep();
        }
    }

    /** Each job that was confirmed is there, and each token whose end was confirmed has ended. */
    void nothingWasLost() {
        for (String job : visitor.jobs()) {
            assertThat(visitor.job(job).join().status()).as("job " + job).isEqualTo(200);
        }
        for (String token : visitor.revoked()) {
            Answer answer = visitor.profile(Ask.REVOKED, token).join();
            assertThat(answer.status() + " " + answer.error()).isEqualTo("401 INVALID_TOKEN");
        }
    }

    void report(FaultTable.Rows table, String name, Seen seen, Duration recovery) {
        table.add(
                name,
                seen.statuses(READS),
                seen.statuses(WRITES),
                seen.slowest(200) + " ms",
                seen.slowest(503) + " ms",
                unready.map(after -> "down after " + after.toMillis() + " ms").orElse("up"),
                recovery.toMillis() + " ms");
    }
}
