package org.meshgate.redis;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.meshgate.redis.embedded.EmbeddedRedis;

/** Stands before a Redis, and can stop passing on what comes over the connections of today. */
public final class FreezingProxy implements QuarkusTestResourceLifecycleManager {

    private static final class Line {
        private final Socket client;
        private final Socket behind;
        private volatile boolean frozen;
        private volatile boolean tracking;

        Line(Socket client, Socket behind) {
            this.client = client;
            this.behind = behind;
        }

        void cut() {
            try (client;
                    behind) {
                tracking = false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private volatile boolean newsRefused;
    private volatile int destination;

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private EmbeddedRedis redis;
    private ServerSocket server;

    @Override
    public Map<String, String> start() {
        redis = EmbeddedRedis.start(
                Path.of("target", "test-redis", UUID.randomUUID().toString()), new SecureRandom());
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        destination = redis.port();
        daemon(this::accept);
        return Map.of(
                "meshgate.redis_url", "redis://" + redis.uri().getUserInfo() + "@127.0.0.1:" + server.getLocalPort());
    }

    /** From now on nothing passes over today's connections, which stay open. */
    public void freezeEverythingThatIsOpen() {
        lines.forEach(line -> line.frozen = true);
    }

    /** The same for those over which changes are told; commands pass on. */
    public void freezeTheNews() {
        lines.stream().filter(line -> line.tracking).forEach(line -> line.frozen = true);
    }

    /** Ends those over which changes are told, and lets no new one be made until {@link #passNewsAgain}. */
    public void cutTheNews() {
        newsRefused = true;
        lines.stream().filter(line -> line.tracking).forEach(Line::cut);
    }

    /** The news may be asked for again. */
    public void passNewsAgain() {
        newsRefused = false;
    }

    /** New connections lead to another port; those of today stay where they are. */
    public void moveTo(int port) {
        destination = port;
    }

    /** What a Redis must ask for that takes the place of this one. */
    public String password() {
        return redis.uri().getUserInfo().replaceFirst(".*:", "");
    }

    /** Makes this Redis a replica, of a master that does not answer. Its connections stay open. */
    public void becomeReplica() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            String commands = "AUTH " + password() + "\r\nREPLICAOF 127.0.0.1 1\r\n";
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            String replies = new String(socket.getInputStream().readNBytes(10), StandardCharsets.US_ASCII);
            if (!replies.equals("+OK\r\n+OK\r\n")) {
                throw new IllegalStateException(replies);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(FreezingProxy.class));
    }

    @Override
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        redis.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), destination);
                Line line = new Line(client, behind);
                lines.add(line);
                daemon(() -> pass(client, behind, line, true));
                daemon(() -> pass(behind, client, line, false));
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private void pass(Socket from, Socket to, Line line, boolean asking) {
        byte[] buffer = new byte[8192];
        try {
            int length;
            while ((length = from.getInputStream().read(buffer)) >= 0) {
                if (asking && new String(buffer, 0, length, StandardCharsets.US_ASCII).contains("TRACKING")) {
                    line.tracking = true;
                    if (newsRefused) {
                        line.cut();
                        return;
                    }
                }
                if (!line.frozen) {
                    to.getOutputStream().write(buffer, 0, length);
                }
            }
        } catch (IOException e) {
            // one side is gone
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "freezing-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
