package org.meshgate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshgate.problem.StorageUnavailableException;

/** Questions of one turn of an event loop share a command, and nothing else. */
class BatchLoaderTest {

    private static final String BROKEN = "broken";

    private final Vertx vertx = Vertx.vertx();
    private final ConcurrentLinkedQueue<List<String>> commands = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void lookupsOfOneTurnAreOneCommand() {
        // Given
        BatchLoader<String, String> loader = loader(10, BatchLoaderTest::all);
        // When
        List<CompletableFuture<String>> answers = inOneTurn(loader, List.of("a", "b", "a", "c"));
        // Then
        assertThat(answers).map(CompletableFuture::join).containsExactly("A", "B", "A", "C");
        assertThat(commands).containsExactly(List.of("a", "b", "a", "c"));
    }

    @Test
    void nextTurnIsAnotherCommand() {
        // Given
        BatchLoader<String, String> loader = loader(10, BatchLoaderTest::all);
        Context loop = vertx.getOrCreateContext();
        // When
        assertThat(inOneTurn(loop, loader, List.of("a", "b")))
                .map(CompletableFuture::join)
                .containsExactly("A", "B");
        assertThat(inOneTurn(loop, loader, List.of("c")))
                .map(CompletableFuture::join)
                .containsExactly("C");
        // Then
        assertThat(commands).containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void boundsKeysPerCommand() {
        // Given
        BatchLoader<String, String> loader = loader(3, BatchLoaderTest::all);
        // When
        List<CompletableFuture<String>> answers = inOneTurn(loader, List.of("a", "b", "c", "d", "e", "f", "g"));
        // Then
        assertThat(answers).map(CompletableFuture::join).containsExactly("A", "B", "C", "D", "E", "F", "G");
        assertThat(commands).containsExactly(List.of("a", "b", "c"), List.of("d", "e", "f"), List.of("g"));
    }

    @Test
    void retriesOmittedAnswers() {
        // Given
        BatchLoader<String, String> loader = loader(10, keys -> all(keys.subList(0, Math.min(2, keys.size()))));
        // When
        List<CompletableFuture<String>> answers = inOneTurn(loader, List.of("a", "b", "c", "d", "e"));
        // Then
        assertThat(answers).map(CompletableFuture::join).containsExactly("A", "B", "C", "D", "E");
        assertThat(commands).containsExactly(List.of("a", "b", "c", "d", "e"), List.of("c", "d", "e"), List.of("e"));
    }

    @Test
    void failureOfOneLookupIsIsolated() {
        // Given
        BatchLoader<String, String> loader = loader(
                10,
                keys -> keys.contains(BROKEN)
                        ? Uni.createFrom().failure(ErrorType.create("WRONGTYPE of a key"))
                        : all(keys));
        // When
        List<CompletableFuture<String>> answers = inOneTurn(loader, List.of("a", BROKEN, "c"));
        // Then
        assertThat(answers.get(0).join()).isEqualTo("A");
        assertThat(answers.get(2).join()).isEqualTo("C");
        assertThatThrownBy(answers.get(1)::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ErrorType.class);
        assertThat(commands).containsExactly(List.of("a", BROKEN, "c"), List.of("a"), List.of(BROKEN), List.of("c"));
    }

    @Test
    void asksAnUnreachableRedisOnce() {
        // Given
        BatchLoader<String, String> loader =
                loader(10, keys -> Uni.createFrom().failure(new StorageUnavailableException("away")));
        // When
        List<CompletableFuture<String>> answers = inOneTurn(loader, List.of("a", "b"));
        // Then
        for (CompletableFuture<String> answer : answers) {
            assertThatThrownBy(answer::join).hasCauseInstanceOf(StorageUnavailableException.class);
        }
        assertThat(commands).containsExactly(List.of("a", "b"));
    }

    @Test
    void throwingSourceFailsEveryLookup() {
        // Given
        BatchLoader<String, String> loader = loader(10, keys -> {
            throw new IllegalArgumentException("not these");
        });
        // When
        List<CompletableFuture<String>> answers = inOneTurn(loader, List.of("a", "b"));
        // Then
        for (CompletableFuture<String> answer : answers) {
            assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void missingAnswerIsAnError() {
        // Given
        BatchLoader<String, String> loader = loader(10, keys -> all(List.of()));
        // When
        List<CompletableFuture<String>> answers = inOneTurn(loader, List.of("a", "b"));
        // Then
        for (CompletableFuture<String> answer : answers) {
            assertThatThrownBy(answer::join).hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void unreadableAnswerFailsOnlyItsOwnLookup() {
        // Given
        BatchLoader<String, String> loader = loader(10, BatchLoaderTest::all);
        Function<String, Integer> reading = Integer::valueOf;
        // When
        List<CompletableFuture<Integer>> answers =
                inOneTurn(vertx.getOrCreateContext(), List.of("1", "b", "3"), key -> loader.load(key, reading));
        // Then
        assertThat(answers.get(0).join()).isEqualTo(1);
        assertThatThrownBy(answers.get(1)::join).hasCauseInstanceOf(NumberFormatException.class);
        assertThat(answers.get(2).join()).isEqualTo(3);
    }

    @Test
    void answersArriveOnTheContextOfTheCaller() throws Exception {
        // Given requests, each with a context of its own on the same event loop, and answers from another thread
        BatchLoader<String, String> loader =
                loader(10, keys -> all(keys).emitOn(task -> new Thread(task, "elsewhere").start()));
        ContextInternal loop = (ContextInternal) vertx.getOrCreateContext();
        List<Context> places =
                IntStream.range(0, 5).<Context>mapToObj(i -> loop.duplicate()).toList();
        List<CompletableFuture<Context>> arrivals =
                places.stream().map(place -> new CompletableFuture<Context>()).toList();
        // When
        loop.runOnContext(turn -> {
            for (int i = 0; i < places.size(); i++) {
                CompletableFuture<Context> arrival = arrivals.get(i);
                String key = "k" + i;
                ((ContextInternal) places.get(i)).dispatch(none -> loader.load(key, Function.identity())
                        .subscribe()
                        .with(answer -> arrival.complete(Vertx.currentContext())));
            }
        });
        // Then
        for (int i = 0; i < places.size(); i++) {
            assertThat(arrivals.get(i).get(10, TimeUnit.SECONDS)).isSameAs(places.get(i));
        }
        assertThat(commands).containsExactly(List.of("k0", "k1", "k2", "k3", "k4"));
    }

    @Test
    void lookupOutsideOfAnEventLoopIsSentAtOnce() {
        // Given
        BatchLoader<String, String> loader = loader(10, BatchLoaderTest::all);
        // When
        String answer = loader.load("a", Function.identity())
                .subscribe()
                .asCompletionStage()
                .join();
        // Then
        assertThat(answer).isEqualTo("A");
        assertThat(commands).containsExactly(List.of("a"));
    }

    private BatchLoader<String, String> loader(int most, Function<List<String>, Uni<List<String>>> source) {
        return new BatchLoader<>(most, keys -> {
            commands.add(List.copyOf(keys));
            return source.apply(keys);
        });
    }

    private static Uni<List<String>> all(List<String> keys) {
        return Uni.createFrom().item(keys.stream().map(String::toUpperCase).toList());
    }

    private List<CompletableFuture<String>> inOneTurn(BatchLoader<String, String> loader, List<String> keys) {
        return inOneTurn(vertx.getOrCreateContext(), loader, keys);
    }

    private static List<CompletableFuture<String>> inOneTurn(
            Context loop, BatchLoader<String, String> loader, List<String> keys) {
        return inOneTurn(loop, keys, key -> loader.load(key, Function.identity()));
    }

    private static <T> List<CompletableFuture<T>> inOneTurn(
            Context loop, List<String> keys, Function<String, Uni<T>> load) {
        CompletableFuture<List<CompletableFuture<T>>> asked = new CompletableFuture<>();
        loop.runOnContext(none -> asked.complete(keys.stream()
                .map(key -> load.apply(key).subscribe().asCompletionStage())
                .toList()));
        return asked.join();
    }
}
