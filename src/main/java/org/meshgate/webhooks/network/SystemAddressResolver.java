package org.meshgate.webhooks.network;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Resolves names as every program of the system does (hosts file, search domains, {@code nsswitch.conf}), on threads of its
 * own, because the system's call blocks. Requests for a name that is being resolved share the call. The JDK keeps answers
 * for 30 s ({@code networkaddress.cache.ttl}).
 */
@ApplicationScoped
class SystemAddressResolver implements AddressResolver {

    private static final int THREADS = 64;
    private static final int WAITING = 1_000;
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> running = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;

    SystemAddressResolver() {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_TIMEOUT.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                work -> {
                    Thread thread = new Thread(work, "webhook-names-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public Uni<List<InetAddress>> resolve(String name) {
        return Uni.createFrom().completionStage(() -> {
            CompletableFuture<List<InetAddress>> own = new CompletableFuture<>();
            CompletableFuture<List<InetAddress>> first = running.putIfAbsent(name, own);
            if (first != null) {
                return first.copy(); // whoever gives up cancels the copy only
            }
            try {
                threads.execute(() -> lookUp(name, own));
            } catch (RejectedExecutionException full) {
                running.remove(name);
                own.completeExceptionally(full);
            }
            return own.copy();
        });
    }

    private void lookUp(String name, CompletableFuture<List<InetAddress>> result) {
        try {
            List<InetAddress> addresses = List.of(InetAddress.getAllByName(name));
            running.remove(name);
            result.complete(addresses);
        } catch (UnknownHostException | RuntimeException e) {
            running.remove(name);
            result.completeExceptionally(e);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
    }
}
