package org.meshgate.identity.verify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.meshgate.identity.InvalidationStamps;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.store.UserStore.TokenAndOwner;

/**
 * Remembers what Redis said of a token, for as long as that is certain to be still so: until the token or its user changes,
 * while changes are known to be told, and never beyond a lifetime. Holds at most so many tokens, under their SHA-256. Of a
 * token that does not exist it remembers that for a second. Many questions about one token at the same time are one.
 */
final class TokenCache {

    private static final Duration NEGATIVE_TTL = Duration.ofSeconds(1);
    private static final int NEGATIVE_CACHE_SIZE = 10_000;
    private static final Duration MAX_JOINED_LENGTH = Duration.ofSeconds(1);

    private final TokenLookup lookup;
    private final InvalidationStamps stamps;
    private final BooleanSupplier changesAreTold;
    private final LongSupplier nanos;
    private final long lifetime;
    private final Cache<String, Memory> tokens;
    private final Cache<String, Memory> nothing;
    private final Map<String, Question> questions = new ConcurrentHashMap<>();

    /**
     * @param lookup who is asked for what is not remembered
     * @param changesAreTold whether the stamps hear of each change, whoever makes it; while not, nothing is remembered
     * @param nanos a clock that never goes back, in nanoseconds
     * @param most how many tokens are remembered
     * @param lifetime of what is remembered, from the moment at which Redis was asked
     */
    TokenCache(
            TokenLookup lookup,
            InvalidationStamps stamps,
            BooleanSupplier changesAreTold,
            LongSupplier nanos,
            int most,
            Duration lifetime) {
        this.lookup = lookup;
        this.stamps = stamps;
        this.changesAreTold = changesAreTold;
        this.nanos = nanos;
        this.lifetime = lifetime.toNanos();
        this.tokens = cache(nanos, most, lifetime);
        this.nothing = cache(nanos, NEGATIVE_CACHE_SIZE, NEGATIVE_TTL);
    }

    private static Cache<String, Memory> cache(LongSupplier nanos, int most, Duration lifetime) {
        return Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(lifetime)
                .ticker(nanos::getAsLong)
                .executor(Runnable::run) // what it does there takes microseconds, and another pool would be one more
                .build();
    }

    /** What is remembered of a token; empty when nothing is, or not with certainty. */
    Optional<Optional<TokenAndOwner>> recall(String token) {
        return changesAreTold.getAsBoolean() ? recallHashed(TokenFormat.sha256(token)) : Optional.empty();
    }

    private Optional<Optional<TokenAndOwner>> recallHashed(String sha256) {
        Memory memory = tokens.getIfPresent(sha256);
        if (memory == null || !certain(sha256, memory, lifetime)) {
            memory = nothing.getIfPresent(sha256);
            if (memory == null || !certain(sha256, memory, NEGATIVE_TTL.toNanos())) {
                return Optional.empty();
            }
        }
        return Optional.of(memory.found());
    }

    private boolean certain(String sha256, Memory memory, long longest) {
        return nanos.getAsLong() - memory.asked() < longest
                && stamps.sameSince(memory.stamp(), sha256)
                && memory.found()
                        .map(found ->
                                stamps.sameSince(memory.stamp(), found.token().userId()))
                        .orElse(true);
    }

    /** What is remembered of a token, or else what Redis says of it now. */
    Uni<Optional<TokenAndOwner>> find(String token) {
        if (!changesAreTold.getAsBoolean()) {
            return lookup.find(token);
        }
        String sha256 = TokenFormat.sha256(token);
        return recallHashed(sha256).map(known -> Uni.createFrom().item(known)).orElseGet(() -> ask(token, sha256));
    }

    private Uni<Optional<TokenAndOwner>> ask(String token, String sha256) {
        return questions.compute(
                        sha256, (key, asked) -> asked != null && maySpeakFor(asked) ? asked : question(token, key))
                .answer;
    }

    /** One that was asked before a change must not answer those who come after it. */
    private boolean maySpeakFor(Question question) {
        return stamps.sameSince(question.stamp) && nanos.getAsLong() - question.asked < MAX_JOINED_LENGTH.toNanos();
    }

    private Question question(String token, String sha256) {
        Question question = new Question(stamps.now(), nanos.getAsLong());
        question.answer = lookup.find(token)
                .invoke(found -> remember(sha256, new Memory(found, question.stamp, question.asked)))
                .onTermination()
                .invoke(() -> questions.remove(sha256, question))
                .memoize()
                .indefinitely();
        return question;
    }

    private void remember(String sha256, Memory memory) {
        if (memory.found().isEmpty()) {
            nothing.put(sha256, memory);
        } else if (memory.found().get().owner().isPresent()) {
            nothing.invalidate(sha256);
            tokens.put(sha256, memory);
        }
    }

    /** Gives the memory back; that nothing of it is used is the business of the stamps. */
    void clear() {
        tokens.invalidateAll();
        nothing.invalidateAll();
    }

    /**
     * What Redis said.
     *
     * @param stamp where things stood before it was asked
     * @param asked when it was asked
     */
    private record Memory(Optional<TokenAndOwner> found, long stamp, long asked) {}

    /** A question to Redis that is not answered yet. */
    private static final class Question {
        private final long stamp;
        private final long asked;
        private Uni<Optional<TokenAndOwner>> answer;

        Question(long stamp, long asked) {
            this.stamp = stamp;
            this.asked = asked;
        }
    }
}
