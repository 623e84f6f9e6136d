package org.meshgate.runtime.vertx;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http1xServerConnection;
import java.util.Optional;

/** The channels below the HTTP connections of Vert.x, and their memory. */
public final class NettyInternals {

    private NettyInternals() {}

    /** The context of Vert.x' own handler in the pipeline of an HTTP/1.1 connection; empty for HTTP/2. */
    public static Optional<ChannelHandlerContext> http1Handler(HttpConnection connection) {
        return connection instanceof Http1xServerConnection http1
                ? Optional.of(http1.channelHandlerContext())
                : Optional.empty();
    }

    /** The most direct memory that Netty may use, in bytes. */
    public static long maxDirectMemory() {
        return PlatformDependent.estimateMaxDirectMemory();
    }
}
