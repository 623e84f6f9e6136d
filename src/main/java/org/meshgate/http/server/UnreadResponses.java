package org.meshgate.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.meshgate.runtime.vertx.NettyInternals;

/**
 * Bounds the memory of responses that clients do not read, over all HTTP/1.1 connections. A connection without
 * progress for {@link #TIMEOUT} is closed. When all unread bytes together exceed a quarter of the direct memory, the
 * connections that have been without progress for the longest time are closed first.
 */
@ApplicationScoped
class UnreadResponses {

    /** Longer than a mobile connection stalls, and than a kernel's send buffer takes to drain on a slow one. */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final AttributeKey<Stall> STALL = AttributeKey.valueOf("meshgate.unread-response");
    private static final AttributeKey<Boolean> CONTROLLED = AttributeKey.valueOf("meshgate.flow-control");

    private final Set<Stall> stalls = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final long limit;

    /** Not a constant: a native image would keep the value of the build machine. */
    @Inject
    UnreadResponses() {
        this(Math.min(NettyInternals.maxDirectMemory(), Runtime.getRuntime().maxMemory()) / 4);
    }

    /** @param limit in bytes */
    UnreadResponses(long limit) {
        this.limit = limit;
    }

    /** Adds the flow control to a connection, once; HTTP/2 has its own. */
    void control(HttpConnection connection) {
        NettyInternals.http1Handler(connection)
                .filter(handler -> !handler.channel().hasAttr(CONTROLLED))
                .ifPresent(this::addFlowControl);
    }

    private void addFlowControl(ChannelHandlerContext handler) {
        handler.channel().attr(CONTROLLED).set(true);
        handler.pipeline().addBefore(handler.name(), PipeliningFlowControl.NAME, new PipeliningFlowControl(this));
    }

    /**
     * Records that a connection has unread bytes after a flush. Called by its event loop.
     *
     * @param context below the handler of Vert.x, which would wait for the flush before it closes
     */
    void watch(ChannelHandlerContext context) {
        Attribute<Stall> known = context.channel().attr(STALL);
        Stall stall = known.get();
        if (stall == null) {
            stall = new Stall(context);
            known.set(stall);
            stalls.add(stall);
            stall.schedule();
        }
        stall.count();
        while (bytes.get() > limit && closeOldest()) {
            // until it fits
        }
    }

    private boolean closeOldest() {
        Optional<Stall> oldest = stalls.stream().min(Comparator.comparingLong(stall -> stall.since));
        oldest.ifPresent(stall -> {
            stall.end();
            stall.context.close();
        });
        return oldest.isPresent();
    }

    /** The number of unread bytes. */
    long bytes() {
        return bytes.get();
    }

    /** A connection with unread bytes. Any thread may end it; everything else belongs to its event loop. */
    private final class Stall implements Runnable {

        private final ChannelHandlerContext context;
        private final Channel channel;
        private long counted;
        private boolean ended;
        private Object entry;
        private long progress;
        private volatile long since = System.nanoTime();

        Stall(ChannelHandlerContext context) {
            this.context = context;
            this.channel = context.channel();
        }

        void schedule() {
            channel.eventLoop().schedule(this, TICK.toMillis(), TimeUnit.MILLISECONDS);
        }

        void count() {
            ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
            if (buffer != null) {
                count(buffer.totalPendingWriteBytes());
            }
        }

        private synchronized void count(long now) {
            if (!ended) {
                bytes.addAndGet(now - counted);
                counted = now;
            }
        }

        @Override
        public void run() {
            ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
            if (buffer == null || buffer.isEmpty()) {
                end();
                channel.attr(STALL).set(null);
                return;
            }
            count();
            if (buffer.current() != entry || buffer.currentProgress() != progress) {
                entry = buffer.current();
                progress = buffer.currentProgress();
                since = System.nanoTime();
            } else if (System.nanoTime() - since >= TIMEOUT.toNanos()) {
                end();
                context.close();
                return;
            }
            schedule();
        }

        synchronized void end() {
            count(0);
            ended = true;
            stalls.remove(this);
        }
    }
}
