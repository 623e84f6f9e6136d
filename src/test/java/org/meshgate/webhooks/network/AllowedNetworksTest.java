package org.meshgate.webhooks.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.webhooks.network.SsrfGuard.Verdict;

/** What {@code webhooks.allowed_networks} and {@code webhooks.allow_http} open, and what stays shut. */
class AllowedNetworksTest {

    @ParameterizedTest
    @CsvSource({
        "10.20.0.0/16, 10.20.3.4, true",
        "10.20.0.0/16, 10.21.0.1, false",
        "10.20.0.0/16, 192.168.1.1, false",
        "10.20.0.0/16, 9.9.9.9, true", // public anyway
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "127.0.0.1, ::1, false",
        "::1, ::1, true",
        "::1, ::2, false",
        "fd12::/16, fd12::1, true",
        "fd12::/16, fd13::1, false",
        // Metadata is opened by its own address alone.
        "169.254.0.0/16, 169.254.10.1, true",
        "169.254.0.0/16, 169.254.169.254, false",
        "169.254.169.254, 169.254.169.254, true",
        "100.64.0.0/10, 100.64.7.7, true",
        "100.64.0.0/10, 100.100.100.200, false",
        "fc00::/7, fd00:ec2::254, false",
        "0.0.0.0/0, 168.63.129.16, false",
        "0.0.0.0/0, 10.1.2.3, true",
        "0.0.0.0/0, ::1, false",
        // A network of translated addresses does not open what may not be reached directly.
        "64:ff9b::/96, 64:ff9b::909:909, true",
        "64:ff9b::/96, 64:ff9b::a00:1, false",
        "64:ff9b::/96, 64:ff9b::a9fe:a9fe, false",
        "64:ff9b:1::/48, 64:ff9b:1::909:909, true",
        "64:ff9b:1::/48, 64:ff9b:1::7f00:1, false",
        "2002::/16, 2002:909:909::1, true",
        "2002::/16, 2002:7f00:1::1, false",
        "2001::/32, 2001:0:909:909::f6f6:f6f6, true",
        "2001::/32, 2001:0:909:909::80ff:fffe, false", // the client 127.0.0.1, inverted
        "2001::/32, 2001:0:7f00:1::f6f6:f6f6, false",
        "::/96, ::909:909, true",
        "::/96, ::7f00:1, false",
        "::/0, 2606:4700::5efe:a00:1, false",
        "10.0.0.0/8, 64:ff9b::a00:1, false"
    })
    void opensTheNamedNetworksOnly(String network, String address, boolean opened) throws UnknownHostException {
        // Given
        SsrfGuard guard = new SsrfGuard(false, List.of(network));
        InetAddress resolved = InetAddress.getByName(address);
        WebhookUrl url = new WebhookUrl(true, "hooks.example", 443, "/");

        // Then
        assertThat(guard.check(url, List.of(resolved)) instanceof Verdict.Allowed)
                .isEqualTo(opened);
    }

    @Test
    void opensTranslatedAddressesTogetherWithTheNetworkBehindThem() throws UnknownHostException {
        SsrfGuard guard = new SsrfGuard(false, List.of("64:ff9b::/96", "10.0.0.0/8"));
        WebhookUrl url = new WebhookUrl(true, "hooks.example", 443, "/");

        assertThat(guard.check(url, List.of(InetAddress.getByName("64:ff9b::a00:1"))))
                .isInstanceOf(Verdict.Allowed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://10.1.2.3:6443/, true",
        "https://10.1.2.3:22/, true",
        "https://10.1.2.3:65535/, true",
        "https://10.1.2.3:65536/, false",
        "https://11.1.2.3:6443/, false",
        "https://11.1.2.3:8443/, true",
        "https://hooks.inside:6443/, true", // decided when it is resolved
        "http://10.1.2.3/, false"
    })
    void opensAnyPortInAnAllowedNetwork(String url, boolean allowed) {
        SsrfGuard guard = new SsrfGuard(false, List.of("10.0.0.0/8"));

        assertThat(guard.check(url) instanceof Verdict.Allowed).isEqualTo(allowed);
    }

    @Test
    void refusesAnUnusualPortOfANameThatIsPublic() throws UnknownHostException {
        // Given
        SsrfGuard guard = new SsrfGuard(false, List.of("10.0.0.0/8"));
        WebhookUrl url = new WebhookUrl(true, "hooks.inside", 6443, "/");
        InetAddress inside = InetAddress.getByName("10.1.2.3");
        List<InetAddress> mixed = new ArrayList<>(List.of(inside, InetAddress.getByName("9.9.9.9")));

        // Then
        assertThat(guard.check(url, List.of(inside))).isEqualTo(new Verdict.Allowed<>(List.of(inside)));
        assertThat(guard.check(url, mixed)).isEqualTo(new Verdict.Refused<>("must have port 443 or 8443"));
        assertThat(guard.check(url, List.of())).isEqualTo(new Verdict.Refused<>(SsrfGuard.HIDDEN_ADDRESS));
    }

    @ParameterizedTest
    @CsvSource({
        "http://hooks.example/, true",
        "http://hooks.example:8080/, true",
        "http://hooks.example:443/, false",
        "https://hooks.example:80/, false",
        "http://127.0.0.1/, false",
        "http://user@hooks.example/, false",
        "ftp://hooks.example/, false"
    })
    void takesHttpOnItsUsualPortsWhenItIsAllowed(String url, boolean allowed) {
        assertThat(new SsrfGuard(true, List.of()).check(url) instanceof Verdict.Allowed)
                .isEqualTo(allowed);
    }

    @Test
    void refusesHttpAtTheConnectionWhenItIsNoLongerAllowed() throws UnknownHostException {
        WebhookUrl url = new WebhookUrl(false, "hooks.example", 80, "/");

        assertThat(new SsrfGuard(false, List.of()).check(url, List.of(InetAddress.getByName("9.9.9.9"))))
                .isEqualTo(new Verdict.Refused<>("must begin with https:// (webhooks.allow_http allows http://)"));
    }
}
