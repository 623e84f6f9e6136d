package org.meshgate.testing;

import static org.awaitility.Awaitility.await;

import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.meshgate.redis.topology.ClusterView;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis cluster on loopback, by the server that the program embeds: three primaries with a third of the slots each, and
 * a replica of the one that has the slot of {@link #PREFIX}.
 */
public final class RedisCluster implements AutoCloseable {

    /** A key prefix with a hash tag. */
    public static final String PREFIX = "{3daigc}:";

    /** That of all keys with the prefix. */
    public static final int SLOT = 5458;

    private static final int SLOTS = 16_384;
    private static final int PRIMARIES = 3;
    private static final String PASSWORD = "of-cluster";
    private static final String HOST = "127.0.0.1";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path program = executable();
    private final List<Node> nodes = new CopyOnWriteArrayList<>();

    /** A node, and a client to it. */
    private record Node(ServerProgram server, OldRedis client, String id) {

        Response send(String... words) {
            return client.send(words);
        }

        int port() {
            return server.port();
        }

        boolean isReplica() {
            return send("ROLE").get(0).toString().equals("slave");
        }

        void close() {
            server.close();
            client.close();
        }
    }

    /** Starts the nodes, and waits until they agree. */
    public RedisCluster() {
        IntStream.range(0, PRIMARIES).forEach(i -> nodes.add(node()));
        for (int i = 0; i < PRIMARIES; i++) {
            List<String> slots = IntStream.range(i * SLOTS / PRIMARIES, (i + 1) * SLOTS / PRIMARIES)
                    .mapToObj(Integer::toString)
                    .toList();
            nodes.get(i).send(words(List.of("CLUSTER", "ADDSLOTS"), slots));
            nodes.get(i)
                    .send(
                            "CLUSTER",
                            "MEET",
                            HOST,
                            "" + nodes.get((i + 1) % PRIMARIES).port());
        }
        settled();
    }

    /** The URL of a node that does not have the keys at the start. */
    public String url() {
        return "redis://:" + PASSWORD + "@" + address();
    }

    /** That node, as host and port. */
    public String address() {
        return HOST + ":" + nodes.get(PRIMARIES - 1).port();
    }

    /** The primary of the keys, as host and port. */
    public String primary() {
        return HOST + ":" + owner().port();
    }

    /** All nodes agree, and the primary of the keys has a replica, a new one if need be. */
    public void settled() {
        await().atMost(LIMIT).ignoreExceptions().until(this::agree);
        if (view(nodes.get(0)).replicas() == 0) {
            Node replica = nodes.stream().filter(Node::isReplica).findFirst().orElseGet(this::joined);
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .until(() -> replica.send("CLUSTER", "REPLICATE", owner().id()) != null);
            await().atMost(LIMIT)
                    .until(() -> nodes.stream().allMatch(node -> view(node).replicas() == 1));
        }
        await().atMost(LIMIT).until(this::replicated);
    }

    /** Whether everything written so far is at the replica as well. */
    public boolean replicated() {
        return ServerProgram.ask(owner().port(), "AUTH " + PASSWORD, "SET " + PREFIX + "probe 1", "WAIT 1 5000")
                .equals(":1");
    }

    /** Ends the primary of the keys as a power cut does, and waits until its replica is the primary. */
    public void killPrimary() {
        Node primary = owner();
        nodes.remove(primary);
        primary.close();
        await().atMost(LIMIT).ignoreExceptions().until(this::agree);
    }

    /** Swaps the primary of the keys and its replica, as an operator does before maintenance. */
    public void failOver() {
        Node replica = nodes.stream().filter(Node::isReplica).findFirst().orElseThrow();
        replica.send("CLUSTER", "FAILOVER");
        await().atMost(LIMIT).ignoreExceptions().until(() -> agree() && owner() == replica);
    }

    /**
     * Moves the slot of the keys to another primary, key by key.
     *
     * @param halfway runs when some keys are there and some are not
     */
    public void moveSlot(Runnable halfway) {
        Node source = owner();
        Node target = nodes.stream()
                .filter(node -> node != source && !node.isReplica())
                .findFirst()
                .orElseThrow();
        target.send("CLUSTER", "SETSLOT", "" + SLOT, "IMPORTING", source.id());
        source.send("CLUSTER", "SETSLOT", "" + SLOT, "MIGRATING", target.id());
        moveKeys(source, target, 5);
        halfway.run();
        while (moveKeys(source, target, 100)) {
            // until none is left
        }
        target.send("CLUSTER", "SETSLOT", "" + SLOT, "NODE", target.id());
        source.send("CLUSTER", "SETSLOT", "" + SLOT, "NODE", target.id());
        await().atMost(LIMIT).ignoreExceptions().until(() -> agree() && owner() == target);
    }

    /** The keys of the primary that has them all. */
    public long keys() {
        return owner().send("DBSIZE").toLong();
    }

    /** The keys of the other primaries. */
    public long keysElsewhere() {
        Node owner = owner();
        return nodes.stream()
                .filter(node -> node != owner && !node.isReplica())
                .mapToLong(node -> node.send("DBSIZE").toLong())
                .sum();
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }

    private boolean moveKeys(Node source, Node target, int atMost) {
        List<String> keys = StreamSupport.stream(
                        source.send("CLUSTER", "GETKEYSINSLOT", "" + SLOT, "" + atMost)
                                .spliterator(),
                        false)
                .map(Response::toString)
                .toList();
        if (!keys.isEmpty()) {
            source.send(words(
                    List.of("MIGRATE", HOST, "" + target.port(), "", "0", "5000", "AUTH", PASSWORD, "KEYS"), keys));
        }
        return !keys.isEmpty();
    }

    private boolean agree() {
        Node owner = owner();
        return nodes.stream()
                .allMatch(node -> view(node).primary().orElseThrow().port() == owner.port()
                        && node.send("CLUSTER", "INFO").toString().contains("cluster_state:ok"));
    }

    private Node owner() {
        int port = view(nodes.get(0)).primary().orElseThrow().port();
        return nodes.stream().filter(node -> node.port() == port).findFirst().orElseThrow();
    }

    private static ClusterView view(Node node) {
        return ClusterView.read(node.send("CLUSTER", "SLOTS"), SLOT, HOST);
    }

    private Node joined() {
        Node node = node();
        node.send("CLUSTER", "MEET", HOST, "" + nodes.get(0).port());
        nodes.add(node);
        return node;
    }

    private Node node() {
        int port = freePort();
        ServerProgram server = ServerProgram.start(
                program,
                port,
                List.of(
                        "port " + port,
                        "requirepass " + PASSWORD,
                        "masterauth " + PASSWORD,
                        "save \"\"",
                        "repl-diskless-sync-delay 0",
                        "cluster-enabled yes",
                        "cluster-node-timeout 2000",
                        "cluster-allow-replica-migration no"));
        OldRedis client = new OldRedis("redis://:" + PASSWORD + "@" + HOST + ":" + port);
        return new Node(server, client, client.send("CLUSTER", "MYID").toString());
    }

    /** The nodes talk to each other on the port 10,000 above. */
    private static int freePort() {
        while (true) {
            int port = ServerProgram.freePort();
            try (ServerSocket bus = new ServerSocket(port + 10_000)) {
                return bus.getLocalPort() - 10_000;
            } catch (IOException e) {
                // the next one
            }
        }
    }

    private static Path executable() {
        try {
            return ExecutableProvider.newJarResourceProvider(
                            ServerProgram.folder().toFile())
                    .get()
                    .toPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] words(List<String> first, List<String> more) {
        return Stream.concat(first.stream(), more.stream()).toArray(String[]::new);
    }
}
