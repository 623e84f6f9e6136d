package org.meshgate.webhooks.network;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.meshgate.webhooks.network.SsrfGuard.Verdict;

/** A sender that may reach 127.0.0.1 and ::1, and for which every name has the given addresses. */
final class SenderFixture implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(30);
    static final Duration SHORT = Duration.ofMillis(700);

    private static final Vertx VERTX = Vertx.vertx();

    private final AtomicReference<AddressResolver> resolver = new AtomicReference<>();
    private final SsrfGuard guard = new SsrfGuard(true, List.of("127.0.0.1", "127.0.0.3", "::1"));
    private final WebhookSender sender;

    SenderFixture(Duration deadline, HttpClientOptions options) {
        Clock clock = Clock.fixed(Instant.parse("2026-12-01T00:00:00Z"), ZoneOffset.UTC);
        sender = new WebhookSender(VERTX, guard, name -> resolver.get().resolve(name), clock, deadline, options);
        resolvesTo("127.0.0.1");
    }

    static Vertx vertx() {
        return VERTX;
    }

    static SenderFixture patient() {
        return new SenderFixture(LONG, WebhookSender.options(Optional.empty()));
    }

    static SenderFixture impatient() {
        return new SenderFixture(SHORT, WebhookSender.options(Optional.empty()));
    }

    /** From now on, every name has these addresses. */
    void resolvesTo(String... addresses) {
        List<InetAddress> all = Stream.of(addresses).map(SenderFixture::named).toList();
        resolver.set(name -> Uni.createFrom().item(all));
    }

    void resolvesBy(AddressResolver other) {
        resolver.set(other);
    }

    WebhookSender sender() {
        return sender;
    }

    WebhookUrl url(String text) {
        if (guard.check(text) instanceof Verdict.Allowed<WebhookUrl> allowed) {
            return allowed.value();
        }
        throw new AssertionError(guard.check(text));
    }

    SendResult send(String url) {
        return sender.send(url(url), Map.of("webhook-id", "msg_1"), Buffer.buffer("{\"a\":1}"))
                .await()
                .atMost(LONG.multipliedBy(2));
    }

    @Override
    public void close() {
        sender.close(new ShutdownEvent());
    }

    /** As the system's resolver gives it, with the name, which must not be resolved again. */
    private static InetAddress named(String address) {
        try {
            return InetAddress.getByAddress(
                    "hooks.invalid", InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
