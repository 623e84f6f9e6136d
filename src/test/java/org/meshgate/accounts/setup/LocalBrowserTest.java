package org.meshgate.accounts.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalBrowserTest {

    private final LocalBrowser local = new LocalBrowser(true);

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost",
        "127.0.0.1, LOCALHOST",
        "127.8.9.10, 127.0.0.1",
        "0:0:0:0:0:0:0:1, [::1]",
        "::1, localhost"
    })
    void loopbackToALoopbackHostIsLocal(String peer, String host) {
        assertThat(local.sent(request(peer, host, MultiMap.caseInsensitiveMultiMap(), HttpVersion.HTTP_1_1)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, localhost",
        "10.0.0.1, 127.0.0.1",
        "2001:db8::1, [::1]",
        "::ffff:192.0.2.1, localhost",
        "127.0.0.1, studio.example",
        "127.0.0.1, localhost.example",
        "127.0.0.1, 192.0.2.1",
        "127.0.0.1, 127.0.0.1.nip.io",
        "127.0.0.1, 0.0.0.0"
    })
    void anotherAddressOrHostIsNot(String peer, String host) {
        assertThat(local.sent(request(peer, host, MultiMap.caseInsensitiveMultiMap(), HttpVersion.HTTP_1_1)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For",
                "x-forwarded-proto",
                "X-Forwarded-Host",
                "Forwarded",
                "Via",
                "X-Real-IP",
                "X-Original-URL",
                "CF-Connecting-IP",
                "True-Client-IP"
            })
    void aHeaderOfAProxyIsEnough(String header) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(header, "");
        assertThat(local.sent(request("127.0.0.1", "localhost", headers, HttpVersion.HTTP_1_1)))
                .isFalse();
    }

    @Test
    void anOldProtocolOrASettingForAProxyIsEnough() {
        MultiMap none = MultiMap.caseInsensitiveMultiMap();
        assertThat(local.sent(request("127.0.0.1", "localhost", none, HttpVersion.HTTP_1_0)))
                .isFalse();
        assertThat(new LocalBrowser(false).sent(request("127.0.0.1", "localhost", none, HttpVersion.HTTP_1_1)))
                .isFalse();
    }

    private static HttpServerRequest request(String peer, String host, MultiMap headers, HttpVersion version) {
        return (HttpServerRequest) Proxy.newProxyInstance(
                LocalBrowserTest.class.getClassLoader(),
                List.of(HttpServerRequest.class).toArray(Class<?>[]::new),
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "remoteAddress" -> SocketAddress.inetSocketAddress(40_000, peer);
                    case "authority" -> HostAndPort.authority(host, 7842);
                    case "headers" -> headers;
                    case "version" -> version;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
