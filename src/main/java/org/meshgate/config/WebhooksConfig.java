package org.meshgate.config;

import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import org.meshgate.config.converter.MasterSecretConverter;
import org.meshgate.config.converter.NetworkConverter;

/** What is told to other servers, and to which: the settings under {@code webhooks}. */
public interface WebhooksConfig {

    /**
     * Secret from which the keys of webhooks are derived, 32 characters or more: best 32 random bytes in base64. With
     * another one, every endpoint needs its new secret.
     */
    @ConfigDocDefault("made at first use, kept in Redis")
    @WithConverter(MasterSecretConverter.class)
    Optional<String> secret();

    /** Whether endpoints may have URLs with {@code http://}; what is sent to them can be read and changed on the way. */
    @WithDefault("false")
    boolean allowHttp();

    /**
     * Addresses and networks (CIDR) that deliveries may reach although they are not public, such as {@code 10.20.0.0/16}; on
     * any port there. See <a href="SECURITY.md#webhooks">SECURITY.md</a>.
     */
    Optional<List<@WithConverter(NetworkConverter.class) String>> allowedNetworks();

    /** A file of certificates of authorities, in PEM, that may sign those of endpoints besides the authorities of the system. */
    Optional<String> caFile();
}
