package org.meshgate.redis.topology;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.config.converter.ServerAddress;

/**
 * What a node of a cluster knows about one slot, and about the other nodes.
 *
 * @param primary of the slot; empty when the node knows none, or no address of it
 * @param replicas the number of replicas of that primary
 * @param nodes all nodes without repetition, those of the slot first
 */
public record ClusterView(int slot, Optional<ServerAddress> primary, int replicas, List<ServerAddress> nodes) {

    /** What a node answers for another one that is to be called by a host name, and has none. */
    private static final String NAMELESS = "?";

    private static final int FIRST_NODE = 2;

    /**
     * Reads the reply of {@code CLUSTER SLOTS}.
     *
     * @param asked the host of the node that replied, which is also that of nodes without a host in the reply
     */
    public static ClusterView read(Response ranges, int slot, String asked) {
        Optional<ServerAddress> primary = Optional.empty();
        int replicas = 0;
        List<ServerAddress> ours = new ArrayList<>();
        List<ServerAddress> others = new ArrayList<>();
        for (Response range : ranges) {
            boolean hasSlot =
                    range.get(0).toInteger() <= slot && slot <= range.get(1).toInteger();
            for (int i = FIRST_NODE; i < range.size(); i++) {
                Optional<ServerAddress> node = address(range.get(i), asked);
                node.ifPresent(hasSlot ? ours::add : others::add);
                primary = hasSlot && i == FIRST_NODE ? node : primary;
            }
            replicas = hasSlot ? Math.max(0, range.size() - FIRST_NODE - 1) : replicas;
        }
        List<ServerAddress> nodes =
                Stream.concat(ours.stream(), others.stream()).distinct().toList();
        return new ClusterView(slot, primary, replicas, nodes);
    }

    private static Optional<ServerAddress> address(Response node, String asked) {
        String named = Optional.ofNullable(node.get(0)).map(Response::toString).orElse("");
        return named.equals(NAMELESS)
                ? Optional.empty()
                : Optional.of(new ServerAddress(
                        named.isEmpty() ? asked : named, node.get(1).toInteger()));
    }
}
