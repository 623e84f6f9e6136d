package org.meshgate.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meshgate.problem.BusyException;

/** An executor with one thread, which the test blocks, and two places in the queue. */
@Timeout(30) // a broken pool fails instead of waiting for ever
class HashExecutorTest {

    private static final BooleanSupplier STAYS = () -> false;

    private final HashExecutor workers = new HashExecutor(1, 2);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void holdTheThread() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        submit("first", () -> {
            held.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return false;
        });
        held.await();
    }

    @AfterEach
    void stop() {
        release.countDown();
        workers.stop();
    }

    @Test
    void queuedTasksRunAndOthersAreRefusedWhenTheQueueIsFull() throws Exception {
        CompletableFuture<String> second = submit("second", STAYS);
        CompletableFuture<String> third = submit("third", STAYS);
        assertThatThrownBy(() -> submit("fourth", STAYS).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(BusyException.class);
        release.countDown();
        assertThat(second.get()).isEqualTo("second");
        assertThat(third.get()).isEqualTo("third");
        assertThat(done).containsExactly("first", "second", "third");
    }

    @Test
    void theTaskOfADisconnectedClientIsDropped() throws Exception {
        // Given
        AtomicBoolean left = new AtomicBoolean();
        CompletableFuture<String> second = submit("second", left::get);
        CompletableFuture<String> third = submit("third", STAYS);
        // When
        left.set(true);
        release.countDown();
        // Then
        assertThat(third.get()).isEqualTo("third");
        assertThat(done).containsExactly("first", "third");
        assertThatThrownBy(second::get).hasCauseInstanceOf(BusyException.class);
    }

    @Test
    void droppedTasksFreeTheirPlaceInTheQueue() throws Exception {
        // Given a full queue, and one of those in it leaves
        AtomicBoolean left = new AtomicBoolean();
        CompletableFuture<String> second = submit("second", left::get);
        CompletableFuture<String> third = submit("third", STAYS);
        left.set(true);
        // When another comes
        CompletableFuture<String> fourth = submit("fourth", STAYS);
        // Then there is room, and the one who left is told even before anything else is done
        assertThatThrownBy(second::get).hasCauseInstanceOf(BusyException.class);
        release.countDown();
        assertThat(third.get()).isEqualTo("third");
        assertThat(fourth.get()).isEqualTo("fourth");
        assertThat(done).containsExactly("first", "third", "fourth");
    }

    @Test
    void workThatFailsIsToldAndTheThreadGoesOn() throws Exception {
        CompletableFuture<String> broken = workers.<String>run(
                        () -> {
                            throw new OutOfMemoryError("19 MiB");
                        },
                        STAYS)
                .subscribeAsCompletionStage();
        CompletableFuture<String> next = submit("next", STAYS);
        release.countDown();
        assertThatThrownBy(broken::get).hasCauseInstanceOf(OutOfMemoryError.class);
        assertThat(next.get()).isEqualTo("next");
    }

    private CompletableFuture<String> submit(String name, BooleanSupplier gone) {
        return workers.run(
                        () -> {
                            done.add(name);
                            return name;
                        },
                        gone)
                .subscribeAsCompletionStage();
    }
}
