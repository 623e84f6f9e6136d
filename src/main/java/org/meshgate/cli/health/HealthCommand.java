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

/** {@code meshgate health}: asks a server whether it is ready, for containers and scripts. Quarkus does not start. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Asks the server of this configuration, on its management port, whether it is ready.",
        footer = {"", "Exit code 0: it is; 1: it is not, with one line that says why; 2: wrong usage."})
public class HealthCommand implements Callable<Integer> {

    private static final String READY = "/q/health/ready";
    private static final String LIVE = "/q/health/live";
    private static final int MAX_LENGTH = 300;

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
        if (timeout < 1 || timeout > MAX_LENGTH) {
            throw wrong("--timeout must be 1 to " + MAX_LENGTH);
        }
        if (url != null && live) {
            throw wrong("--live and --url exclude each other");
        }
        URI asked = url == null ? own(common.read(Map.of()), live ? LIVE : READY) : given(url);
        HealthCheck.require(asked, Duration.ofSeconds(timeout));
        spec.commandLine().getOut().println("ok: " + asked);
        return 0;
    }

    /** The server of the configuration, as it can be reached from the same machine. */
    public static URI own(Settings settings, String path) {
        int port = settings.number("server.management_port");
        if (port == 0) {
            throw new CommandFailure("server.management_port is 0, any free one. Name the server with --url.");
        }
        return URI.create("http://" + loopback(settings.value("server.management_host")) + ":" + port + path);
    }

    /** A server that listens on all addresses is asked on loopback. */
    private static String loopback(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            boolean six = address instanceof Inet6Address;
            if (address.isAnyLocalAddress()) {
                return six ? "[::1]" : "127.0.0.1";
            }
            return six ? "[" + address.getHostAddress().replace("%", "%25") + "]" : address.getHostAddress();
        } catch (UnknownHostException unknown) {
            throw new CommandFailure("Configuration: server.management_host is no address of this machine.");
        }
    }

    private URI given(String text) {
        try {
            URI asked = new URI(text);
            boolean http = "http".equalsIgnoreCase(asked.getScheme()) || "https".equalsIgnoreCase(asked.getScheme());
            if (http && asked.getHost() != null && asked.getRawUserInfo() == null) {
                return asked;
            }
        } catch (URISyntaxException malformed) {
            // told below, as any other
        }
        throw wrong("--url must be http://HOST[:PORT]/PATH, or the same with https");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
