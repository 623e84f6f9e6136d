package org.meshgate.http.server;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether the program was told to end. It answers for {@code server.shutdown_delay} more, and asks clients to go elsewhere;
 * answers without an end of their own are ended, so that nobody waits for them.
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
     * Says how an answer without an end of its own is ended.
     *
     * @param end is called when draining begins, at once if it has; perhaps twice, and on any thread
     * @return to be cancelled when the answer has ended
     */
    public Cancellable onBegin(Runnable end) {
        endless.add(end);
        if (begun.get()) {
            end.run();
        }
        return () -> endless.remove(end);
    }
}
