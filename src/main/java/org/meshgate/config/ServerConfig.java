package org.meshgate.config;

import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.meshgate.config.converter.DurationRange;
import org.meshgate.config.converter.HostConverter;
import org.meshgate.config.converter.HttpUrlConverter;
import org.meshgate.config.converter.NetworkConverter;

/** Where and how the service listens: the settings under {@code server}. */
public interface ServerConfig {

    /** Address to listen on. */
    @CommandLineOption("--host")
    @ConfigDocDefault("{@code 0.0.0.0}; in simple mode {@code 127.0.0.1}")
    Optional<String> host();

    /** TCP port of the API; {@code 0} takes a free one. */
    @CommandLineOption("--port")
    @WithDefault("7842")
    @Min(0)
    @Max(65_535)
    int port();

    /** Address of the management port. */
    @WithDefault("127.0.0.1")
    String managementHost();

    /**
     * TCP port for health checks ({@code /q/health/live}, {@code /ready}, {@code /started}) and
     * <a href="metrics.md">metrics</a> ({@code /q/metrics}), without authentication; {@code 0} takes a free one.
     */
    @CommandLineOption("--management-port")
    @WithDefault("9000")
    @Min(0)
    @Max(65_535)
    int managementPort();

    /**
     * Whether the <a href="console.md">web console</a> is served at {@code /console/}, and browsers that ask for {@code /} are sent
     * there.
     */
    @WithDefault("true")
    boolean console();

    /** Whether the log has a line for each request. */
    @WithDefault("true")
    boolean accessLog();

    /**
     * How long requests are still answered after SIGTERM while {@code /q/health/ready} says no and responses ask clients to
     * close their connection. Set it to the time that your load balancer needs to notice.
     */
    @WithDefault("0s")
    @DurationRange(min = "0s", max = "1h")
    Duration shutdownDelay();

    /**
     * How long requests in progress may take before the program ends. Event streams end at once; their clients reconnect.
     */
    @WithDefault("20s")
    @DurationRange(min = "1ms", max = "1h")
    Duration shutdownTimeout();

    /** Format of the <a href="administration.md#logs">log</a>; with {@code json} each line is one JSON object. */
    @WithDefault("text")
    @ConfigDocDefault("{@code text}; in the container images {@code json}")
    LogFormat logFormat();

    /**
     * Where clients reach this server, such as {@code https://studio.example}, with the path prefix that a proxy strips, if
     * any; URLs in responses begin with it, and the API description names it as its server. Forwarding headers do not change
     * them: behind a proxy that changes scheme or host, set it.
     */
    @ConfigDocDefault("the host of the request")
    @WithConverter(HttpUrlConverter.class)
    Optional<String> publicUrl();

    /**
     * Hosts ({@code host} or {@code host:port}) for which requests are answered; another one is 421, also for
     * {@code /health} on the main port.
     */
    @ConfigDocDefault("all")
    Optional<List<@WithConverter(HostConverter.class) String>> allowedHosts();

    /**
     * Addresses and networks (CIDR) of proxies whose forwarding header is believed; see
     * <a href="throttling.md#addresses">throttling.md</a>. Set it behind a proxy, or all its clients count as one.
     */
    Optional<List<@WithConverter(NetworkConverter.class) String>> trustedProxies();

    /**
     * The header in which those proxies write the client's address: {@code X-Forwarded-For}, or {@code Forwarded} (RFC
     * 7239). The other one is not read.
     */
    @WithDefault("x-forwarded-for")
    ForwardedHeader forwardedHeader();

    /** Format of a line of the log. */
    enum LogFormat {
        /** For people. */
        TEXT,
        /** One JSON object in each line. */
        JSON
    }

    /** The header in which proxies write the client's address. */
    enum ForwardedHeader {
        /** {@code X-Forwarded-For: 192.0.2.1, 10.0.0.1}. */
        X_FORWARDED_FOR("X-Forwarded-For"),
        /** {@code Forwarded: for=192.0.2.1;proto=https} (RFC 7239). */
        FORWARDED("Forwarded");

        private final String fieldName;

        ForwardedHeader(String fieldName) {
            this.fieldName = fieldName;
        }

        /** The name of the header. */
        public String fieldName() {
            return fieldName;
        }
    }
}
