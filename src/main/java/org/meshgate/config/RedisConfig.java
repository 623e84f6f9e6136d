package org.meshgate.config;

import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.meshgate.config.converter.DurationRange;
import org.meshgate.config.converter.SentinelConverter;

/** How Redis is used: the settings under {@code redis}. */
public interface RedisConfig {

    /**
     * What stands before every key; the GPU scheduler of 3DAIGC-API knows the default only. On a Redis cluster it needs a hash
     * tag, such as {@code {3daigc}:}. See <a href="redis.md#redis-cluster">redis.md</a>.
     */
    @WithDefault("3daigc:")
    String keyPrefix();

    /** Connections held open and shared by all requests. */
    @ConfigDocDefault("one for each event loop, up to {@code 16}")
    @Min(1)
    @Max(64)
    OptionalInt connections();

    /** Deadline of a command, and of making a connection. */
    @WithDefault("2s")
    @DurationRange(min = "1ms", max = "1h")
    Duration timeout();

    /**
     * With {@code rediss://}: a file of certificates of authorities, in PEM; only they are trusted then. See
     * <a href="redis.md#tls">redis.md</a>.
     */
    @ConfigDocDefault("the authorities of the system")
    Optional<String> caFile();

    /**
     * Sentinels ({@code host:port}, port 26379 by default) that know where the primary is. User, password, database and TLS
     * come from {@code redis_url}, whose host is not used then. See <a href="redis.md#sentinel">redis.md</a>.
     */
    Optional<List<@WithConverter(SentinelConverter.class) String>> sentinels();

    /** The name by which the sentinels know the primary. */
    @WithDefault("mymaster")
    String sentinelMaster();

    /** Password of the sentinels themselves. */
    Optional<String> sentinelPassword();

    /** Where the embedded Redis keeps its data; see <a href="#files-and-folders">files and folders</a>. */
    @WithDefault(".meshgate/redis")
    String embeddedDirectory();
}
