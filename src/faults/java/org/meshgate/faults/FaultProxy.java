package org.meshgate.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a program and its Redis, on a port of its own, and spoils what passes. It begins by passing everything. */
final class FaultProxy implements AutoCloseable {

    private final List<ProxyLine> lines = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final int port;

    private volatile int behind;
    private volatile boolean freezing;
    private volatile boolean dropping;
    private volatile Duration delay = Duration.ZERO;
    private Optional<ServerSocket> server;

    /** @param behind the port on loopback to which everything goes */
    FaultProxy(int behind) {
        this.behind = behind;
        ServerSocket first = listen(0);
        this.port = first.getLocalPort();
        accept(first);
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** All is well again. Connections that {@link #hang} left open stay silent: nobody uses them any more. */
    void pass() {
        freezing = false;
        dropping = false;
        delay = Duration.ZERO;
        lines.forEach(ProxyLine::thaw);
        if (server.isEmpty()) {
            accept(listen(port));
        }
    }

    /** Nothing passes, neither on the connections of today nor on new ones, which are accepted. */
    void freeze() {
        freezing = true;
        lines.forEach(line -> line.freeze(false));
    }

    /** Nothing passes on the connections of today, ever again; new ones work. */
    void hang() {
        lines.forEach(line -> line.freeze(true));
    }

    /** Everything passes so much later, in both directions. */
    void slow(Duration each) {
        delay = each;
    }

    /** Every second connection ends, now and when it is made, until {@link #pass}. */
    void dropHalf() {
        dropping = true;
        cutHalf();
    }

    /** Every second connection of now ends. */
    void cutHalf() {
        for (int i = 0; i < lines.size(); i += 2) {
            lines.get(i).cut();
        }
    }

    /** All connections end; new ones work. */
    void cut() {
        lines.forEach(ProxyLine::cut);
    }

    /** All connections end, and nobody listens any more. */
    void refuse() {
        server.ifPresent(FaultProxy::close);
        server = Optional.empty();
        cut();
    }

    /** New connections go to another port; those of today stay where they are. */
    void moveTo(int other) {
        behind = other;
    }

    @Override
    public void close() {
        refuse();
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket made = new ServerSocket();
            made.setReuseAddress(true);
            made.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket socket) {
        server = Optional.of(socket);
        ProxyLine.daemon(() -> {
            try {
                while (true) {
                    join(socket.accept());
                }
            } catch (IOException e) {
                // closed: nobody shall connect any more
            }
        });
    }

    private void join(Socket client) throws IOException {
        if (dropping && accepted.getAndIncrement() % 2 == 0) {
            client.close();
            return;
        }
        try {
            Socket redis = new Socket("127.0.0.1", behind);
            ProxyLine line = new ProxyLine(client, redis, () -> delay, lines::remove);
            if (freezing) {
                line.freeze(false);
            }
            lines.add(line);
            line.open();
        } catch (IOException e) {
            client.close(); // Redis is away
        }
    }
}
