package org.meshgate.webhooks.network;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Resolves names as every program of the system does (hosts file, search domains, {@code nsswitch.conf}), on threads of its
 * own, because the system's call blocks. Names that took long have threads apart, so that they hold up no others. Requests
 * for a name that is being resolved share the call. The JDK keeps answers for 30 s ({@code networkaddress.cache.ttl}).
 */
@ApplicationScoped
class SystemAddressResolver implements AddressResolver {

    private static final int THREADS = 64;
    private static final int WAITING = 1_000;
    private static final int MAX_SLOW_NAMES = 10_000;
    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    private final Lookup lookup;
    private final LongSupplier nanoTime;
    private final ThreadPoolExecutor threads;
    private final ThreadPoolExecutor slowThreads;
    private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> running = new ConcurrentHashMap<>();
    private final Set<String> slowNames = Collections.synchronizedSet(Collections.newSetFromMap(new LatestNames()));

    @Inject
    SystemAddressResolver() {
        this(InetAddress::getAllByName, THREADS, System::nanoTime);
    }

    SystemAddressResolver(Lookup lookup, int threads, LongSupplier nanoTime) {
        this.lookup = lookup;
        this.nanoTime = nanoTime;
        this.threads = pool("webhook-names-", threads);
        this.slowThreads = pool("webhook-slow-names-", threads);
    }

    /** The blocking call. */
    interface Lookup {
        InetAddress[] of(String name) throws UnknownHostException;
    }

    /** Forgets the oldest name beyond its bound. */
    private static final class LatestNames extends LinkedHashMap<String, Boolean> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_SLOW_NAMES;
        }
    }

    @Override
    public Uni<List<InetAddress>> resolve(String name) {
        return Uni.createFrom().completionStage(() -> {
            CompletableFuture<List<InetAddress>> own = new CompletableFuture<>();
            CompletableFuture<List<InetAddress>> first = running.putIfAbsent(name, own);
            if (first != null) {
                return first.copy(); // a caller that gives up cancels only its copy
            }
            try {
                (slowNames.contains(name) ? slowThreads : threads).execute(() -> lookUp(name, own));
            } catch (RejectedExecutionException | Error noThread) {
                running.remove(name);
                own.completeExceptionally(noThread);
            }
            return own.copy();
        });
    }

    private void lookUp(String name, CompletableFuture<List<InetAddress>> result) {
        long start = nanoTime.getAsLong();
        try {
            List<InetAddress> addresses = List.of(lookup.of(name));
            remember(name, start);
            result.complete(addresses);
        } catch (UnknownHostException | RuntimeException | Error e) {
            remember(name, start);
            result.completeExceptionally(e);
        }
    }

    private void remember(String name, long start) {
        if (nanoTime.getAsLong() - start > SLOW.toNanos()) {
            slowNames.add(name);
        } else {
            slowNames.remove(name);
        }
        running.remove(name);
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
        slowThreads.shutdownNow();
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_TIMEOUT.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                work -> {
                    Thread thread = new Thread(work, name + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
