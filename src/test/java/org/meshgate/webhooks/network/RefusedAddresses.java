package org.meshgate.webhooks.network;

import java.util.stream.Stream;

/** Addresses that no delivery may reach with default settings: the first and the last of each network, and known ones. */
final class RefusedAddresses {

    private RefusedAddresses() {}

    static Stream<String> all() {
        return Stream.concat(ipv4(), ipv6());
    }

    static Stream<String> ipv4() {
        return Stream.of(
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.0.0",
                "169.254.255.255",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.0",
                "192.0.0.255",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.0",
                "255.255.255.255",
                "169.254.169.254", // metadata of most clouds
                "169.254.170.2", // credentials of containers
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192");
    }

    private static Stream<String> ipv6() {
        return Stream.of(
                "::",
                "::1",
                "::7f00:1", // compatible with 127.0.0.1
                "::9.9.9.9",
                "::ffff:0:9.9.9.9", // translated
                "64:ff9b::7f00:1", // NAT64
                "64:ff9b::9.9.9.9",
                "64:ff9b:1::a00:1",
                "100::1", // discard
                "1fff:ffff::1",
                "2001::1", // Teredo
                "2001:0:4136:e378:8000:63bf:f5ff:fffe",
                "2001:2::1", // benchmarks
                "2001:10::1", // ORCHID
                "2001:20::1",
                "2001:1ff:ffff::1",
                "2001:db8::1", // documentation
                "2002:7f00:1::1", // 6to4
                "2002:909:909::1",
                "2606:4700::5efe:7f00:1", // ISATAP
                "2606:4700::200:5efe:a00:1",
                "3fff::1", // documentation
                "3fff:fff:ffff::1",
                "4000::1", // not allocated
                "5f00::1", // segment routing
                "fc00::1", // unique local
                "fdff:ffff::1",
                "fd00:ec2::254", // metadata
                "fd00:ec2::23",
                "fd20:ce::254",
                "fe80::1", // link-local
                "febf::1",
                "fec0::1", // site-local, deprecated
                "ff02::1", // multicast
                "ff0e::1",
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    }
}
