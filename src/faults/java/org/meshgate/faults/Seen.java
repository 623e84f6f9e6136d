package org.meshgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All answers during a fault, and the rules for them. */
record Seen(List<Answer> answers) {

    /** {@code redis.timeout} is 2 s; the rest is for a machine that does other things as well. */
    private static final long MAX_MILLIS = 5_000;

    /** Nothing hangs, nothing is 500, nobody with a good token is told that it is bad, and each 503 says when to try again. */
    void keepTheRules(long longestMillis) {
        assertThat(bad(answer -> answer.status() == 0)).as("without an answer").isEmpty();
        assertThat(bad(answer -> answer.status() == 500)).as("500").isEmpty();
        assertThat(bad(answer -> answer.what() == Ask.LIVE && answer.status() != 200))
                .as("not live")
                .isEmpty();
        assertThat(bad(answer -> answer.what().good() && !Set.of(200, 503).contains(answer.status())))
                .as("neither 200 nor 503")
                .isEmpty();
        assertThat(bad(answer ->
                        answer.what() == Ask.REVOKED && !Set.of(401, 503).contains(answer.status())))
                .as("a revoked token, neither 401 nor 503")
                .isEmpty();
        assertThat(bad(answer -> answer.what().needsRedis()
                        && answer.status() == 503
                        && !(answer.retryAfter()
                                && Set.of("STORAGE_UNAVAILABLE", "BUSY").contains(answer.error()))))
                .as("503 that does not say enough")
                .isEmpty();
        assertThat(bad(answer -> answer.millis() > longestMillis))
                .as("slower than " + longestMillis + " ms")
                .isEmpty();
    }

    void keepTheRules() {
        keepTheRules(MAX_MILLIS);
    }

    Stream<Answer> of(Collection<Ask> kinds) {
        return answers.stream().filter(answer -> kinds.contains(answer.what()));
    }

    /** Such as {@code 200 × 3, 503 × 14}. */
    String statuses(Collection<Ask> kinds) {
        Map<Integer, Long> counts =
                of(kinds).collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " × " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Milliseconds of the slowest answer with this status that needs Redis; 0 when there is none. */
    long slowest(int status) {
        return answers.stream()
                .filter(answer -> answer.what().needsRedis() && answer.status() == status)
                .mapToLong(Answer::millis)
                .max()
                .orElse(0);
    }

    private List<Answer> bad(Predicate<Answer> rule) {
        return answers.stream().filter(rule).limit(3).toList();
    }
}
