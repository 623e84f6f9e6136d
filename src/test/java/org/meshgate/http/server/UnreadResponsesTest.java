package org.meshgate.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens when all unread bytes together are too many, on real connections that send more than a system buffers. */
class UnreadResponsesTest {

    private static final int RESPONSE = 16 * 1024 * 1024;

    private final NioEventLoopGroup loops = new NioEventLoopGroup(2);
    private final List<Channel> accepted = new CopyOnWriteArrayList<>();
    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        loops.shutdownGracefully();
    }

    @Test
    void closesTheLongestStalledConnectionsFirst() throws Exception {
        // Given room for two unread responses
        UnreadResponses unread = new UnreadResponses(2 * RESPONSE);
        InetSocketAddress address = serve(unread);
        // When four clients read nothing
        for (int i = 1; i <= 4; i++) {
            clients.add(new Socket(address.getAddress(), address.getPort()));
            int opened = i;
            await().until(() -> accepted.size() == opened && unread.bytes() > 0);
        }
        // Then the first ones are closed until the others fit, and what was theirs no longer counts
        await().until(() -> !accepted.get(0).isOpen());
        assertThat(accepted.get(3).isOpen()).isTrue();
        assertThat(unread.bytes()).isBetween(1L, 2L * RESPONSE);
        // And what a client takes, or leaves behind, no longer counts either
        for (Socket client : clients) {
            client.close();
        }
        await().until(() -> unread.bytes() == 0);
    }

    private InetSocketAddress serve(UnreadResponses unread) throws InterruptedException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new PipeliningFlowControl(unread), new Sender());
                        accepted.add(channel);
                    }
                });
        Channel server =
                bootstrap.bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
        return (InetSocketAddress) server.localAddress();
    }

    private static final class Sender extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(new byte[RESPONSE]));
        }
    }
}
