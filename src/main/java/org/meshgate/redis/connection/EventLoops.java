package org.meshgate.redis.connection;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.List;
import java.util.stream.StreamSupport;

/** The event loops on which requests are served. */
public final class EventLoops {

    private EventLoops() {}

    /** One context per event loop. */
    static List<ContextInternal> all(Vertx vertx) {
        VertxInternal internals = (VertxInternal) vertx;
        return StreamSupport.stream(internals.getEventLoopGroup().spliterator(), false)
                .map(loop ->
                        internals.createEventLoopContext((EventLoop) loop, null, EventLoops.class.getClassLoader()))
                .toList();
    }

    /** The context of the next event loop, round-robin. */
    public static ContextInternal any(Vertx vertx) {
        return ((VertxInternal) vertx).createEventLoopContext();
    }
}
