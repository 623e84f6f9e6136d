package org.meshgate.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.meshgate.caller.Role;
import org.meshgate.identity.InvalidationStamps;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.store.UserStore.TokenAndOwner;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.identity.user.User;
import org.meshgate.testing.Tries;

/**
 * Runs thousands of random schedules of lookups, local and remote changes, delayed or lost invalidations, and
 * flushes, with a simulated clock and Redis. {@link #judge} has the invariant of every result.
 */
class TokenCacheSimulationTest {

    private static final int SCHEDULES = Tries.scaled(3000, 450);
    private static final int STEPS = 400;
    private static final Duration LIFETIME = Duration.ofSeconds(30);

    /** How long the feed may be silent before it counts as down. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(750);

    @Test
    void noAnswerIsOlderThanItMayBe() {
        Tally tally = new Tally();
        for (int seed = 0; seed < SCHEDULES; seed++) {
            new Schedule(seed, tally, true).run();
        }
        // and the schedules did what they are for
        assertThat(tally.remembered).isGreaterThan(10 * SCHEDULES);
        assertThat(tally.missed).isGreaterThan(SCHEDULES / 3);
        assertThat(tally.joined).isGreaterThan(SCHEDULES / 3);
        assertThat(tally.changes).isGreaterThan(16 * SCHEDULES);
        assertThat(tally.unproven).isGreaterThan(3 * SCHEDULES);
    }

    @Test
    void evenWhenTheFeedLiesNothingOutlivesTheLifetime() {
        Tally tally = new Tally();
        for (int seed = 0; seed < SCHEDULES / 3; seed++) {
            new Schedule(seed, tally, false).run();
        }
        assertThat(tally.stale).isGreaterThan(SCHEDULES / 3);
        assertThat(tally.oldest).isLessThan(LIFETIME.toNanos()).isGreaterThan(LIFETIME.toNanos() / 2);
    }

    private static final class Tally {
        int remembered;
        int missed;
        int joined;
        int changes;
        int unproven;
        int stale;
        long oldest;
    }

    /** A token as Redis has it, in versions: what an answer says is the name of its user, which counts them. */
    private record Version(long since, int number, boolean there) {}

    private record Waiting(String token, UniEmitter<? super Optional<TokenAndOwner>> emitter) {}

    private static final class Schedule {

        private static final List<String> TOKENS = List.of("a", "b", "c", "d", "e");

        private final Random random;
        private final Tally tally;
        private final boolean honest;
        private final Map<String, List<Version>> history = new HashMap<>();
        private final List<Waiting> asked = new ArrayList<>();
        private final List<Runnable> answers = new ArrayList<>();
        private final List<Runnable> answersToJudge = new ArrayList<>();
        private final Deque<String> news = new ArrayDeque<>();
        private final InvalidationStamps stamps = new InvalidationStamps();
        private final TokenCache tokens;
        private final int seed;

        private long now = 1;
        private boolean connected = true;
        private long provenUntil = PATIENCE;

        Schedule(int seed, Tally tally, boolean honest) {
            this.seed = seed;
            this.random = new Random(seed);
            this.tally = tally;
            this.honest = honest;
            TOKENS.forEach(token -> history.put(token, new ArrayList<>(List.of(new Version(0, 0, true)))));
            this.tokens = new TokenCache(this::lookUp, stamps, this::proven, () -> now, 4, LIFETIME);
        }

        private boolean proven() {
            return !honest || now < provenUntil;
        }

        private Uni<Optional<TokenAndOwner>> lookUp(String token) {
            return Uni.createFrom().emitter(emitter -> asked.add(new Waiting(token, emitter)));
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                now += random.nextInt(40) == 0
                        ? random.nextLong(TimeUnit.SECONDS.toNanos(honest ? 1 : 20))
                        : random.nextLong(TimeUnit.MILLISECONDS.toNanos(5));
                switch (random.nextInt(20)) {
                    case 0, 1, 2, 3, 4, 5, 6 -> read(anyToken());
                    case 7, 8, 9 -> redisReads();
                    case 10, 11, 12 -> answerArrives();
                    case 13 -> changeHere(anyToken());
                    case 14 -> changeElsewhere(anyToken());
                    case 15, 16 -> newsArrive();
                    case 17, 18 -> canary();
                    default -> disturb();
                }
            }
        }

        private String anyToken() {
            return TOKENS.get(random.nextInt(TOKENS.size()));
        }

        private void read(String token) {
            long begun = now;
            boolean wasProven = proven();
            tally.unproven += wasProven ? 0 : 1;
            int questions = asked.size();
            boolean[] answered = {false};
            tokens.find(token).subscribe().with(found -> {
                answered[0] = true;
                answersToJudge.add(() -> judge(token, begun, found));
            });
            judgeAnswers();
            if (answered[0]) {
                tally.remembered++;
            } else if (asked.size() == questions) {
                tally.joined++;
            } else {
                tally.missed++;
            }
        }

        /** Not where they arrive: there, what is thrown is dropped. */
        private void judgeAnswers() {
            answersToJudge.forEach(Runnable::run);
            answersToJudge.clear();
        }

        /**
         * An answer says what was true when the request began or later, or what was changed elsewhere only just
         * before.
         */
        private void judge(String token, long begun, Optional<TokenAndOwner> found) {
            List<Version> versions = history.get(token);
            int number = found.map(Schedule::version).orElse(-1);
            int known = -1;
            for (int i = 0; i < versions.size(); i++) {
                Version version = versions.get(i);
                if (found.isPresent() ? version.number() == number && version.there() : !version.there()) {
                    known = i; // the last state that looks like this
                }
            }
            assertThat(known).as("seed %d: an answer that was never true", seed).isNotNegative();
            if (known == versions.size() - 1) {
                return;
            }
            long ended = versions.get(known + 1).since();
            long age = begun - ended;
            if (age > 0) {
                tally.stale++;
                tally.oldest = Math.max(tally.oldest, age);
            }
            if (honest) {
                assertThat(age)
                        .as("seed %d: what ended here or was told is used no more", seed)
                        .isLessThanOrEqualTo(told(token, known + 1, ended) ? 0 : PATIENCE);
            }
        }

        private final Map<String, List<Integer>> tellings = new HashMap<>();

        /** Whether this process knew of the change that made this state. */
        private boolean told(String token, int state, long since) {
            return tellings.getOrDefault(token, List.of()).contains(state) && since <= now;
        }

        private static int version(TokenAndOwner found) {
            return Integer.parseInt(found.owner().orElseThrow().username());
        }

        private void redisReads() {
            if (!asked.isEmpty()) {
                Waiting waiting = asked.remove(random.nextInt(asked.size()));
                Version version = last(waiting.token());
                answers.add(() -> waiting.emitter()
                        .complete(version.there() ? Optional.of(record(waiting.token(), version)) : Optional.empty()));
            }
        }

        private void answerArrives() {
            if (!answers.isEmpty()) {
                answers.remove(random.nextInt(answers.size())).run();
                judgeAnswers();
            }
        }

        private void changeHere(String token) {
            int state = change(token);
            // before anybody is told of the change
            stamps.changed(name(token));
            tellings.computeIfAbsent(token, key -> new ArrayList<>()).add(state);
        }

        private void changeElsewhere(String token) {
            change(token);
        }

        private int change(String token) {
            tally.changes++;
            List<Version> versions = history.get(token);
            Version before = last(token);
            boolean there = !before.there() || random.nextInt(3) > 0;
            versions.add(new Version(now, before.number() + 1, there));
            if (connected) {
                news.add(name(token));
            }
            return versions.size() - 1;
        }

        /** A token that comes is news of the token; what happens to one that is there may be told of its user alone. */
        private String name(String token) {
            List<Version> versions = history.get(token);
            boolean came = !versions.get(versions.size() - 2).there();
            return came || random.nextBoolean() ? TokenFormat.sha256(token) : "user-" + token;
        }

        private void newsArrive() {
            for (int some = random.nextInt(3); some >= 0 && !news.isEmpty(); some--) {
                stamps.changed(news.poll());
            }
        }

        /** Arrives after all earlier invalidations. */
        private void canary() {
            if (connected) {
                long sent = now;
                while (!news.isEmpty()) {
                    stamps.changed(news.poll());
                }
                provenUntil = Math.max(provenUntil, sent + PATIENCE);
            }
        }

        private void disturb() {
            if (random.nextInt(3) > 0) {
                return;
            }
            switch (random.nextInt(3)) {
                case 0 -> { // the connection breaks: news on their way are lost
                    connected = false;
                    news.clear();
                }
                case 1 -> { // a new one: what was remembered until then is worth nothing
                    connected = true;
                    news.clear();
                    provenUntil = now;
                    if (honest) {
                        stamps.everythingChanged();
                    }
                }
                default -> {
                    stamps.everythingChanged();
                    tokens.clear();
                }
            }
        }

        private Version last(String token) {
            List<Version> versions = history.get(token);
            return versions.get(versions.size() - 1);
        }

        private static TokenAndOwner record(String token, Version version) {
            ApiToken record = new ApiToken(
                    "tok_" + token,
                    "user-" + token,
                    token,
                    token,
                    TokenKind.API,
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            return new TokenAndOwner(
                    record,
                    Optional.of(
                            User.create("user-" + token, Integer.toString(version.number()), "", "", Role.USER, "")),
                    Optional.empty(),
                    false);
        }
    }
}
