package org.meshgate.http.server;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether shutdown has begun. Requests are still answered for {@code server.shutdown_delay}, with a request to close
 * the connection. Open-ended responses (SSE) are closed.
 */
@ApplicationScoped
public class ShutdownState {

    private final AtomicBoolean begun = new AtomicBoolean();
    private final Set<Runnable> endless = ConcurrentHashMap.newKeySet();

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        begun.set(true);
        endless.forEach(Runnable::run);
    }

    boolean begun() {
        return begun.get();
    }

    /**
     * Registers an open-ended response.
     *
     * @param end ends the response; called when shutdown begins, at once if it has; perhaps twice, and on any thread
     * @return to be cancelled when the response has ended
     */
    public Cancellable onBegin(Runnable end) {
        endless.add(end);
        if (begun.get()) {
            end.run();
        }
        return () -> endless.remove(end);
    }
}
