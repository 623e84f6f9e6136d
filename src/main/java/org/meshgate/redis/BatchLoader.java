package org.meshgate.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.meshgate.runtime.VertxContext;

/**
 * Reads together what is asked for one by one: the questions that come up within one turn of an event loop become one command.
 * With few clients that is a command each, at once; with many, both sides have less to do. What one question meets
 * never changes the answer of another.
 *
 * @param <K> what is asked for
 * @param <V> what is known of it
 */
public final class BatchLoader<K, V> {

    private final int most;
    private final Function<List<K>, Uni<List<V>>> source;
    private final ThreadLocal<List<Question<K, V>>> turn = ThreadLocal.withInitial(ArrayList::new);

    /**
     * @param most how many questions go into one command
     * @param source what answers them, in their order; at least the first, and those that it leaves out at the end
     *     are asked again
     */
    public BatchLoader(int most, Function<List<K>, Uni<List<V>>> source) {
        this.most = most;
        this.source = source;
    }

    /**
     * What is known of one; fails as the source does, or as the reading of it does.
     *
     * @param reading what is made of the answer
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

    /** All of them were asked on one event loop: there the answer goes, once for all, and from there to each. */
    private void ask(List<Question<K, V>> questions) {
        VertxContext loop = questions.get(0).origin();
        List<K> keys = questions.stream().map(Question::key).toList();
        Uni.createFrom()
                .deferred(() -> source.apply(keys)) // also when it throws, somebody waits
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

    /** An error that Redis answers can be about one of them; that it does not answer is about all. */
    private void fail(List<Question<K, V>> questions, Throwable failure) {
        if (questions.size() > 1 && failure instanceof ErrorType) {
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
