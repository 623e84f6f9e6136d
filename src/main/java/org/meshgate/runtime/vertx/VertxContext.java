package org.meshgate.runtime.vertx;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.Optional;

/**
 * Captures the caller's Vert.x context, so that a result computed on another thread is delivered on it.
 *
 * @param context absent on a thread that does not belong to Vert.x
 */
public record VertxContext(Optional<Context> context) {

    /** Captures the context of the calling code. */
    public static VertxContext here() {
        return new VertxContext(Optional.ofNullable(Vertx.currentContext()));
    }

    /** Schedules the task on the context; without one, runs it at once on this thread. */
    public void run(Runnable task) {
        context.ifPresentOrElse(captured -> captured.runOnContext(none -> task.run()), task);
    }

    /** Runs the task on the context: at once when the calling code is on the same event loop, in any context. */
    public void proceed(Runnable task) {
        context.ifPresentOrElse(captured -> ((ContextInternal) captured).emit(none -> task.run()), task);
    }

    /** Whether the calling code, which captured this context, runs on an event loop. */
    public boolean onEventLoop() {
        return context.filter(Context::isEventLoopContext).isPresent() && Context.isOnEventLoopThread();
    }
}
