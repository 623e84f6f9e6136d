package org.meshgate.runtime.vertx;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.List;
import java.util.stream.StreamSupport;

/** The event loops on which requests are served, each as a context. */
public final class EventLoops {

    private EventLoops() {}

    /** One context per event loop. */
    public static List<Context> all(Vertx vertx) {
        VertxInternal internals = (VertxInternal) vertx;
        return StreamSupport.stream(internals.getEventLoopGroup().spliterator(), false)
                .<Context>map(loop ->
                        internals.createEventLoopContext((EventLoop) loop, null, EventLoops.class.getClassLoader()))
                .toList();
    }

    /** The context of the next event loop, round-robin. */
    public static Context any(Vertx vertx) {
        return ((VertxInternal) vertx).createEventLoopContext();
    }

    /** Whether the calling code runs on the event loop of this context. */
    public static boolean isCurrent(Context context) {
        return ((ContextInternal) context).nettyEventLoop().inEventLoop();
    }

    /** A promise whose future is completed on this context. */
    public static <T> Promise<T> promise(Context context) {
        return ((ContextInternal) context).promise();
    }
}
