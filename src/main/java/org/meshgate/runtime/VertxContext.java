package org.meshgate.runtime;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.Optional;

/**
 * Where work was asked for: a result that came about elsewhere goes on there, with what belongs to that request.
 *
 * @param context of Vert.x; absent on a thread that is none of its own, where nobody waits for more than the result
 */
public record VertxContext(Optional<Context> context) {

    /** Where the calling code runs. */
    public static VertxContext here() {
        return new VertxContext(Optional.ofNullable(Vertx.currentContext()));
    }

    /** Runs the task there, later; at once and on this thread when there is no such place. */
    public void run(Runnable task) {
        context.ifPresentOrElse(place -> place.runOnContext(none -> task.run()), task);
    }

    /** Runs the task there: at once when the calling code is on the same event loop, in whichever context. */
    public void proceed(Runnable task) {
        context.ifPresentOrElse(place -> ((ContextInternal) place).emit(none -> task.run()), task);
    }

    /** Whether the calling code, which this was made by, runs on an event loop. */
    public boolean onEventLoop() {
        return context.filter(Context::isEventLoopContext).isPresent() && Context.isOnEventLoopThread();
    }
}
