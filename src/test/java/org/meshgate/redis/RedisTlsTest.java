package org.meshgate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.net.NetClientOptions;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.RedisResource;

/** With {@code rediss://} the certificate is looked at, and must be that of the host. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class RedisTlsTest {

    @Inject
    RedisClientOptions options;

    @Test
    void aCertificateMustBeTrustedAndThatOfTheHost() {
        NetClientOptions net = options.forOneConnection().getNetClientOptions();
        assertThat(net.getHostnameVerificationAlgorithm()).isEqualTo("HTTPS");
        assertThat(net.isTrustAll()).isFalse();
        assertThat(net.getEnabledSecureTransportProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    }
}
