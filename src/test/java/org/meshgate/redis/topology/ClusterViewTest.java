package org.meshgate.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.BulkType;
import io.vertx.redis.client.impl.types.MultiType;
import io.vertx.redis.client.impl.types.NumberType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meshgate.config.converter.ServerAddress;

/** What is read of {@code CLUSTER SLOTS}, with the unusual hosts that nodes can have. */
class ClusterViewTest {

    private static final ServerAddress FIRST = new ServerAddress("192.0.2.1", 6379);
    private static final ServerAddress SECOND = new ServerAddress("192.0.2.2", 6379);
    private static final ServerAddress THIRD = new ServerAddress("192.0.2.3", 6380);

    @Test
    void findsThePrimaryOfTheSlotAndAllNodes() {
        // Given
        Response reply = array(
                range(0, 5457, node("192.0.2.1", 6379)),
                range(5458, 5458, node("192.0.2.2", 6379), node("192.0.2.3", 6380)),
                range(5459, 16383, node("192.0.2.1", 6379)));
        // When
        ClusterView view = ClusterView.read(reply, 5458, "asked.example");
        // Then
        assertThat(view.primary()).hasValue(SECOND);
        assertThat(view.replicas()).isEqualTo(1);
        assertThat(view.nodes()).containsExactly(SECOND, THIRD, FIRST);
    }

    @Test
    void borderSlotsBelongToTheirRange() {
        Response reply = array(range(0, 99, node("192.0.2.1", 6379)), range(100, 16383, node("192.0.2.2", 6379)));
        assertThat(ClusterView.read(reply, 99, "").primary()).hasValue(FIRST);
        assertThat(ClusterView.read(reply, 100, "").primary()).hasValue(SECOND);
        assertThat(ClusterView.read(reply, 100, "").replicas()).isZero();
    }

    @Test
    void nodeWithoutHostIsAtTheAskedHost() {
        Response reply = array(range(0, 16383, node("", 7001), array(null, number(7002), bulk("id"))));
        ClusterView view = ClusterView.read(reply, 0, "asked.example");
        assertThat(view.primary()).hasValue(new ServerAddress("asked.example", 7001));
        assertThat(view.nodes())
                .containsExactly(new ServerAddress("asked.example", 7001), new ServerAddress("asked.example", 7002));
    }

    @Test
    void nodeThatAnnouncesNoNameHasNoAddress() {
        Response reply = array(range(0, 16383, node("?", 6379), node("192.0.2.2", 6379)));
        ClusterView view = ClusterView.read(reply, 0, "asked.example");
        assertThat(view.primary()).isEmpty();
        assertThat(view.nodes()).containsExactly(SECOND);
    }

    @Test
    void slotOfNobodyHasNoPrimary() {
        Response reply = array(range(0, 99, node("192.0.2.1", 6379)));
        ClusterView view = ClusterView.read(reply, 100, "asked.example");
        assertThat(view).isEqualTo(new ClusterView(100, Optional.empty(), 0, List.of(FIRST)));
    }

    private static Response range(int from, int to, Response... nodes) {
        Response[] all = new Response[nodes.length + 2];
        all[0] = number(from);
        all[1] = number(to);
        System.arraycopy(nodes, 0, all, 2, nodes.length);
        return array(all);
    }

    private static Response node(String host, int port) {
        return array(bulk(host), number(port), bulk("0123456789012345678901234567890123456789"));
    }

    private static Response number(int value) {
        return NumberType.create(value);
    }

    private static Response bulk(String text) {
        return BulkType.create(Buffer.buffer(text), false);
    }

    private static Response array(Response... items) {
        MultiType all = MultiType.create(items.length, false);
        for (Response item : items) {
            all.add(item);
        }
        return all;
    }
}
