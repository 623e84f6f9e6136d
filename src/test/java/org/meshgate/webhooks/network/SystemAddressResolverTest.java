package org.meshgate.webhooks.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SystemAddressResolverTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final InetAddress[] ADDRESSES = {InetAddress.getLoopbackAddress()};

    private final AtomicLong nanoTime = new AtomicLong();

    @Test
    void readsTheHostsFileOfTheSystem() {
        assertThat(resolve(new SystemAddressResolver(), "localhost")).allMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void failsForANameWithoutAnAddress() {
        SystemAddressResolver resolver = resolver(name -> {
            throw new UnknownHostException(name);
        });

        assertThatThrownBy(() -> resolve(resolver, "hooks.invalid")).hasCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void resolvesANameAgainAfterAnError() {
        AtomicInteger calls = new AtomicInteger();
        SystemAddressResolver resolver = resolver(name -> {
            if (calls.incrementAndGet() == 1) {
                throw new OutOfMemoryError("no thread, as a test says");
            }
            return ADDRESSES;
        });

        assertThatThrownBy(() -> resolve(resolver, "hooks.invalid")).hasCauseInstanceOf(OutOfMemoryError.class);
        assertThat(resolve(resolver, "hooks.invalid")).containsExactly(ADDRESSES);
    }

    @Test
    void sharesACallForOneName() {
        // Given
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        SystemAddressResolver resolver = resolver(name -> {
            calls.incrementAndGet();
            hang(answer);
            return ADDRESSES;
        });

        // When: one of those who wait gives up
        List<CompletableFuture<List<InetAddress>>> waiting = IntStream.range(0, 5)
                .mapToObj(i -> start(resolver, "hooks.invalid"))
                .toList();
        waiting.get(0).cancel(true);
        answer.countDown();

        // Then
        assertThat(waiting.subList(1, 5))
                .allSatisfy(one -> assertThat(one.join()).containsExactly(ADDRESSES));
        assertThat(calls).hasValue(1);
    }

    @Test
    void namesThatTookLongHoldUpNoOther() {
        // Given: more slow names than threads
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger slowCalls = new AtomicInteger();
        SystemAddressResolver resolver = resolver(name -> {
            if (name.startsWith("slow")) {
                if (slowCalls.incrementAndGet() <= 5) {
                    nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
                } else {
                    hang(answer);
                }
            }
            return ADDRESSES;
        });
        List<String> slow = IntStream.range(0, 5).mapToObj(i -> "slow-" + i).toList();
        slow.forEach(name -> resolve(resolver, name));

        // When
        List<CompletableFuture<List<InetAddress>>> hanging =
                slow.stream().map(name -> start(resolver, name)).toList();
        await().until(() -> slowCalls.get() == 7);

        // Then
        assertThat(resolve(resolver, "live.invalid")).containsExactly(ADDRESSES);
        assertThat(hanging).noneMatch(CompletableFuture::isDone);
        answer.countDown();
        assertThat(hanging).allSatisfy(one -> assertThat(one.join()).containsExactly(ADDRESSES));
    }

    @Test
    void refusesWhenItIsStopped() {
        SystemAddressResolver resolver = resolver(name -> ADDRESSES);
        resolver.stop(new ShutdownEvent());

        assertThatThrownBy(() -> resolve(resolver, "hooks.invalid")).isInstanceOf(RejectedExecutionException.class);
    }

    private SystemAddressResolver resolver(SystemAddressResolver.Lookup lookup) {
        return new SystemAddressResolver(lookup, 2, nanoTime::get);
    }

    private static List<InetAddress> resolve(SystemAddressResolver resolver, String name) {
        return resolver.resolve(name).await().atMost(LIMIT);
    }

    private static CompletableFuture<List<InetAddress>> start(SystemAddressResolver resolver, String name) {
        return resolver.resolve(name).subscribeAsCompletionStage();
    }

    private static void hang(CountDownLatch answer) {
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
