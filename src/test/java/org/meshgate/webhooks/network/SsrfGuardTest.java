package org.meshgate.webhooks.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.webhooks.network.SsrfGuard.Verdict;

/** The guard with its default settings, and with each setting. */
class SsrfGuardTest {

    private static final String PORT_RULE = "must have port 443 or 8443";
    private static final String ADDRESS_RULE = "must be at an address that is public, or in webhooks.allowed_networks";

    private static final SsrfGuard GUARD = new SsrfGuard(false, List.of());
    private static final WebhookUrl NAMED = new WebhookUrl(true, "hooks.example", 443, "/");

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example, https://hooks.example/",
        "https://hooks.example/a/b?c=d&e=%20f, https://hooks.example/a/b?c=d&e=%20f",
        "https://hooks.example?a, https://hooks.example/?a",
        "HTTPS://Hooks.EXAMPLE/A, https://hooks.example/A",
        "https://hooks.example:443/, https://hooks.example/",
        "https://hooks.example:8443/, https://hooks.example:8443/",
        "https://xn--bcher-kva.example/, https://xn--bcher-kva.example/",
        "https://9.9.9.9/, https://9.9.9.9/",
        "https://[2606:4700:0:0::1111]/, https://[2606:4700::1111]/",
        "https://1.example/, https://1.example/",
        "https://a/, https://a/",
        "https://hooks.example/../x//y/, https://hooks.example/../x//y/"
    })
    void takesUrlsOfPublicServers(String text, String url) {
        assertThat(GUARD.check(text))
                .isInstanceOfSatisfying(Verdict.Allowed.class, allowed -> assertThat(allowed.value())
                        .hasToString(url));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|must be a URL such as https://hooks.example/meshgate",
                "hooks.example|must be a URL such as https://hooks.example/meshgate",
                "//hooks.example/|must be a URL such as https://hooks.example/meshgate",
                "https:/hooks.example/|must be a URL such as https://hooks.example/meshgate",
                "https:hooks.example|must be a URL such as https://hooks.example/meshgate",
                "ftp://hooks.example/|must be a URL such as https://hooks.example/meshgate",
                "file:///etc/passwd|must be a URL such as https://hooks.example/meshgate",
                "gopher://hooks.example/|must be a URL such as https://hooks.example/meshgate",
                "unix:/run/docker.sock|must be a URL such as https://hooks.example/meshgate",
                "jar:https://hooks.example!/|must be a URL such as https://hooks.example/meshgate",
                "http://hooks.example/|must begin with https:// (webhooks.allow_http allows http://)",
                "https://hooks.example/#part|must have no fragment",
                "https://hooks.example#@public.example/|must have no fragment",
                "https://user@hooks.example/|must have no user or password",
                "https://user:password@hooks.example/|must have no user or password",
                "https://public.example@127.0.0.1/|must have no user or password",
                "https://@hooks.example/|must have no user or password",
                "https://hooks.example/%zz|has a path or a query with a character that must be percent-encoded",
                "https://hooks.example/%0|has a path or a query with a character that must be percent-encoded",
                "https://hooks.example/\"|has a path or a query with a character that must be percent-encoded",
                "https://hooks.example/{a}|has a path or a query with a character that must be percent-encoded",
                "https://hooks.example/\\..|has a path or a query with a character that must be percent-encoded",
                "https://|must have a host, and behind it at most a port",
                "https:///path|must have a host, and behind it at most a port",
                "https://:443/|must have a host, and behind it at most a port",
                "https://hooks.example:/|must have a host, and behind it at most a port",
                "https://hooks.example:0443/|must have a host, and behind it at most a port",
                "https://hooks.example:443:443/|must have a host, and behind it at most a port",
                "https://hooks.example:abc/|must have a host, and behind it at most a port",
                "https://[fe80::1%25eth0]/|must have a host, and behind it at most a port",
                "https://[2606:4700::1111/|must have a host, and behind it at most a port",
                "https://2606:4700::1111/|must have a host, and behind it at most a port",
                "https://[v1.a]/|must have a host, and behind it at most a port"
            })
    void refusesWhatIsNoUrlOfAnEndpoint(String text, String reason) {
        assertThat(GUARD.check(text)).isEqualTo(new Verdict.Refused<>(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433", // 127.0.0.1, decimal
                "017700000001", // octal
                "0x7f000001", // hexadecimal
                "0X7F.1",
                "0177.0.0.1",
                "127.1",
                "127.0.1",
                "127.0.0.01",
                "127.0.0.0x1",
                "1.2.3.4.5",
                "256.1.1.1",
                "4294967296",
                "public.example.1",
                "public.0x",
                "0",
                "127.0.0.1.",
                "9.9.9.9.",
                "hooks.example.",
                "hooks..example",
                ".hooks.example",
                "-hooks.example",
                "hooks-.example",
                "hooks_a.example",
                "%31%32%37.0.0.1",
                "127.0.0.1%00.hooks.example",
                "hooks.example\\\\.internal",
                "hooks.example,internal",
                "a;b.example",
                "$(id).example",
                "*.example",
                "[127.0.0.1]",
                "[::ffff:127.0.0.1]", // to be written as IPv4
                "[::ffff:9.9.9.9]",
                "[::ffff:7f00:1]",
                "[1::2::3]",
                "[:]"
            })
    void refusesHostsThatAreNeitherNamesNorUsualAddresses(String host) {
        assertThat(GUARD.check("https://" + host + "/"))
                .isEqualTo(new Verdict.Refused<>(
                        "must have a host name, or an address in its usual form, without a dot at the end"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example/a b",
                " https://hooks.example/",
                "https://hooks.example/\n",
                "https://hooks.example/\r\nX: y",
                "https://hooks.example\t/",
                "https://hooks.exam\u0000ple/",
                "https://hooks.exam\u007fple/",
                "https://h\u043e\u043eks.example/", // Cyrillic o
                "https://\uff11\uff12\uff17.0.0.1/", // wide digits
                "https://127\u30020\u30020\u30021/", // wide dots
                "https://\u2488.example/",
                "https://exam\u00adple.example/", // soft hyphen
                "https://hooks.example/\u00e9",
                "https://hooks\u2044.example/"
            })
    void refusesBlanksControlCharactersAndOtherScripts(String text) {
        assertThat(GUARD.check(text))
                .isInstanceOfSatisfying(Verdict.Refused.class, refused -> assertThat(refused.reason())
                        .startsWith("must have no blanks, control characters or letters outside of ASCII"));
    }

    @Test
    void refusesUrlsThatAreTooLong() {
        String longest = "https://hooks.example/" + "a".repeat(SsrfGuard.MAX_LENGTH - 22);

        assertThat(GUARD.check(longest)).isInstanceOf(Verdict.Allowed.class);
        assertThat(GUARD.check(longest + "a")).isEqualTo(new Verdict.Refused<>("must have at most 2048 characters"));
        assertThat(GUARD.check("https://" + "a".repeat(64) + ".example/")).isInstanceOf(Verdict.Refused.class);
        assertThat(GUARD.check("https://" + "a.".repeat(127) + "example/")).isInstanceOf(Verdict.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 22, 25, 80, 444, 6379, 7842, 8080, 65535, 65536, 99999})
    void refusesOtherPorts(int port) {
        assertThat(GUARD.check("https://hooks.example:" + port + "/")).isEqualTo(new Verdict.Refused<>(PORT_RULE));
        assertThat(new SsrfGuard(true, List.of()).check("http://hooks.example:443/"))
                .isEqualTo(new Verdict.Refused<>("must have port 80 or 8080"));
    }

    static Stream<String> refusedAddresses() {
        return RefusedAddresses.all();
    }

    @ParameterizedTest
    @MethodSource("refusedAddresses")
    void refusesAddressesThatAreNotPublic(String address) {
        // When
        Verdict<?> resolved = GUARD.check(NAMED, List.of(address(address)));
        Verdict<?> written = GUARD.check("https://" + (address.contains(":") ? "[" + address + "]" : address) + "/");

        // Then
        assertThat(resolved).isEqualTo(new Verdict.Refused<>(ADDRESS_RULE));
        assertThat(written).isInstanceOf(Verdict.Refused.class);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
