package org.meshgate.redis;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.meshgate.runtime.vertx.ErrorReply;
import org.meshgate.runtime.vertx.VertxContext;

/**
 * Batches lookups: all lookups within one turn of an event loop become one command. With few clients each lookup is a
 * command of its own, without delay; with many, both sides have less work. The failure of one lookup never affects
 * another.
 *
 * @param <K> the key of a lookup
 * @param <V> the value
 */
public final class BatchLoader<K, V> {

    private final int most;
    private final Function<List<K>, Uni<List<V>>> source;
    private final ThreadLocal<List<Question<K, V>>> turn = ThreadLocal.withInitial(ArrayList::new);

    /**
     * @param most the maximum number of lookups per command
     * @param source loads the values in the order of the keys; at least the first. Keys that it leaves out at the
     *     end are loaded again
     */
    public BatchLoader(int most, Function<List<K>, Uni<List<V>>> source) {
        this.most = most;
        this.source = source;
    }

    /**
     * Loads one value; fails as the source or as the conversion does.
     *
     * @param reading converts the value
     */
    public <T> Uni<T> load(K key, Function<V, T> reading) {
        return Uni.createFrom().emitter(emitter -> {
            Question<K, V> question = new Question<>(
                    key, VertxContext.here(), value -> emitter.complete(reading.apply(value)), emitter::fail);
            if (!question.origin().onEventLoop()) {
                ask(List.of(question));
                return;
            }
            List<Question<K, V>> gathered = turn.get();
            gathered.add(question);
            if (gathered.size() == 1) {
                question.origin().run(this::askAll);
            }
        });
    }

    private void askAll() {
        List<Question<K, V>> gathered = turn.get();
        turn.remove();
        for (int from = 0; from < gathered.size(); from += most) {
            ask(gathered.subList(from, Math.min(from + most, gathered.size())));
        }
    }

    /** All lookups of a batch come from one event loop, so the reply is dispatched there once. */
    private void ask(List<Question<K, V>> questions) {
        VertxContext loop = questions.get(0).origin();
        List<K> keys = questions.stream().map(Question::key).toList();
        Uni.createFrom()
                .deferred(() -> source.apply(keys)) // deferred: an exception must reach the subscribers as well
                .subscribe()
                .with(
                        answers -> loop.proceed(() -> answer(questions, answers)),
                        failure -> loop.proceed(() -> fail(questions, failure)));
    }

    private void answer(List<Question<K, V>> questions, List<V> answers) {
        if (answers.isEmpty()) {
            fail(questions, new IllegalStateException("no answer to the first of the questions"));
            return;
        }
        for (int i = 0; i < answers.size(); i++) {
            questions.get(i).answer(answers.get(i));
        }
        if (answers.size() < questions.size()) {
            ask(questions.subList(answers.size(), questions.size()));
        }
    }

    /** An error reply of Redis can concern one key; a missing reply concerns all. */
    private void fail(List<Question<K, V>> questions, Throwable failure) {
        if (questions.size() > 1 && ErrorReply.matches(failure)) {
            questions.forEach(question -> ask(List.of(question)));
        } else {
            questions.forEach(question -> question.fail(failure));
        }
    }

    private record Question<K, V>(K key, VertxContext origin, Consumer<V> answered, Consumer<Throwable> failed) {

        void answer(V value) {
            origin.proceed(() -> {
                try {
                    answered.accept(value);
                } catch (RuntimeException unreadable) {
                    failed.accept(unreadable);
                }
            });
        }

        void fail(Throwable failure) {
            origin.proceed(() -> failed.accept(failure));
        }
    }
}
