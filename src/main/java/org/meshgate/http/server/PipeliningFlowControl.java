package org.meshgate.http.server;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Flow control of one HTTP/1.1 connection, between Netty's codec and Vert.x. A pipelined request (RFC 9112 section
 * 9.3.2) is handed on when the response before it has been written and the write buffer is below its high-water mark;
 * until then nothing more is read, so at most the content of one read (64 KiB) is buffered. Vert.x alone would go on
 * reading and answering, and buffer all responses that the client does not read. Bytes that remain after a flush are
 * reported to {@link UnreadResponses}, which closes connections without progress.
 *
 * <p>Used only on the event loop of its connection.
 */
final class PipeliningFlowControl extends ChannelDuplexHandler {

    static final String NAME = "meshgate.pipelining";

    /** The maximum number of messages per turn of the event loop, for fairness between connections. */
    private static final int MAX_IN_TURN = 16;

    private final UnreadResponses unread;
    private final Deque<Object> waiting = new ArrayDeque<>(1);

    /** Whether a response is pending. Initially true: the first request adds the handler. */
    private boolean answering = true;

    private boolean delivering;
    private boolean scheduled;

    /** Whether Vert.x has requested a read; it also pauses for its own reasons. */
    private boolean readWanted;

    PipeliningFlowControl(UnreadResponses unread) {
        this.unread = unread;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        boolean begins = message != LastHttpContent.EMPTY_LAST_CONTENT && message instanceof HttpRequest;
        if (!waiting.isEmpty() || begins && isBusy(context)) {
            hold(context, message);
            return;
        }
        answering |= begins;
        context.fireChannelRead(message);
    }

    private boolean isBusy(ChannelHandlerContext context) {
        return answering || !context.channel().isWritable();
    }

    private void hold(ChannelHandlerContext context, Object message) {
        if (!context.channel().isActive()) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (waiting.isEmpty() && !delivering) {
            ChannelConfig config = context.channel().config();
            readWanted = config.isAutoRead();
            config.setAutoRead(false);
        }
        waiting.add(message);
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (delivering) {
            return; // decided when everything has been handed on
        }
        if (waiting.isEmpty()) {
            context.read();
        } else {
            readWanted = true;
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean ends = message instanceof LastHttpContent && !isInterim(message);
        context.write(message, promise);
        if (ends) {
            answering = false;
            deliverSoon(context);
        }
    }

    /** {@code 100 Continue} is a whole message, but not the response. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.fireChannelWritabilityChanged();
        deliverSoon(context);
    }

    /** Deferred: Vert.x has not yet ended the response that was just written. */
    private void deliverSoon(ChannelHandlerContext context) {
        if (!waiting.isEmpty() && !scheduled && !delivering && !isBusy(context)) {
            scheduled = true;
            context.executor().execute(() -> deliver(context));
        }
    }

    private void deliver(ChannelHandlerContext context) {
        scheduled = false;
        if (waiting.isEmpty() || !context.channel().isActive()) {
            return;
        }
        ChannelConfig config = context.channel().config();
        delivering = true;
        config.setAutoRead(readWanted);
        for (int turn = 0; turn < MAX_IN_TURN && mayDeliver(context); turn++) {
            do {
                deliverNext(context);
            } while (!waiting.isEmpty() && !(waiting.peek() instanceof HttpRequest));
        }
        delivering = false;
        if (waiting.isEmpty()) {
            if (config.isAutoRead()) {
                context.read();
            }
        } else {
            readWanted = config.isAutoRead();
            config.setAutoRead(false);
            deliverSoon(context);
        }
        context.fireChannelReadComplete(); // Vert.x flushes then
    }

    private boolean mayDeliver(ChannelHandlerContext context) {
        return !waiting.isEmpty() && !isBusy(context);
    }

    private void deliverNext(ChannelHandlerContext context) {
        Object message = waiting.remove();
        if (message instanceof HttpRequest) {
            answering = true;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
        if (buffer != null && !buffer.isEmpty()) {
            unread.watch(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release();
    }

    private void release() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
