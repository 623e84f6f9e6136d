package org.meshgate.cli.health;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.CommonOptions;
import org.meshgate.cli.support.VersionProvider;
import org.meshgate.config.reader.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code meshgate health}: checks whether a server is ready, for containers and scripts. Does not start Quarkus. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Asks the server of this configuration, on its management port, whether it is ready.",
        footer = {"", "Exit code 0: it is; 1: it is not, with one line that says why; 2: wrong usage."})
public class HealthCommand implements Callable<Integer> {

    private static final int MAX_PORT = 65535;

    private static final String READY = "/q/health/ready";
    private static final String LIVE = "/q/health/live";
    private static final int MAX_TIMEOUT_SECONDS = 300;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--live", description = "Ask only whether it lives, also while Redis is away.")
    private boolean live;

    @Option(names = "--url", paramLabel = "URL", description = "Ask this URL, and read no configuration.")
    private String url;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "How long the whole answer may take (${DEFAULT-VALUE}).")
    private int timeout;

    @Spec
    private CommandSpec spec;

    /** For picocli. */
    public HealthCommand() {}

    @Override
    public Integer call() {
        if (timeout < 1 || timeout > MAX_TIMEOUT_SECONDS) {
            throw usageError("--timeout must be 1 to " + MAX_TIMEOUT_SECONDS);
        }
        if (url != null && live) {
            throw usageError("--live and --url exclude each other");
        }
        URI target = url == null ? own(common.read(Map.of()), live ? LIVE : READY) : parse(url);
        HealthCheck.require(target, Duration.ofSeconds(timeout));
        spec.commandLine().getOut().println("ok: " + target);
        return 0;
    }

    /** The URL of the configured server, as it is reached from the same machine. */
    public static URI own(Settings settings, String path) {
        int port = settings.number("server.management_port");
        if (port == 0) {
            throw new CommandFailure("server.management_port is 0, any free one. Name the server with --url.");
        }
        return URI.create("http://" + loopback(settings.value("server.management_host")) + ":" + port + path);
    }

    /** Loopback for a server that listens on all addresses. */
    private static String loopback(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            boolean ipv6 = address instanceof Inet6Address;
            if (address.isAnyLocalAddress()) {
                return ipv6 ? "[::1]" : "127.0.0.1";
            }
            return ipv6 ? "[" + address.getHostAddress().replace("%", "%25") + "]" : address.getHostAddress();
        } catch (UnknownHostException unknown) {
            throw new CommandFailure("Configuration: server.management_host is no address of this machine.");
        }
    }

    private URI parse(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getPort() <= MAX_PORT && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            // reported below, like any other invalid URL
        }
        throw usageError("--url must be http://HOST[:PORT]/PATH, or the same with https, and PORT at most 65535");
    }

    private ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
