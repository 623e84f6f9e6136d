package org.meshgate.cli.serve;

import io.quarkus.runtime.Quarkus;
import io.smallrye.mutiny.TimeoutException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.meshgate.cli.support.BeanLookup;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.CommonOptions;
import org.meshgate.cli.support.QuarkusLauncher;
import org.meshgate.cli.support.RedisSource;
import org.meshgate.cli.support.VersionProvider;
import org.meshgate.config.reader.Settings;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.redis.SchemaVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshgate serve}: runs the HTTP service until it is stopped. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Runs the HTTP service.")
public class ServeCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Listen on this address.")
    private String host;

    @Option(names = "--port", paramLabel = "PORT", description = "Listen on this port (7842).")
    private String port;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "Health checks and metrics on this port (9000).")
    private String managementPort;

    @Option(
            names = "--user-auth",
            paramLabel = "BOOL",
            description = "true: accounts and isolation (the default); false: simple mode, everybody sees everything.")
    private String userAuth;

    /** For picocli. */
    public ServeCommand() {}

    @Override
    public Integer call() {
        Settings settings = common.settings(settingOptions());
        requireFree("server.host", settings.host(), settings.number("server.port"), "--port");
        requireFree(
                "server.management_host",
                settings.value("server.management_host"),
                settings.number("server.management_port"),
                "--management-port");
        RedisSource redis = RedisSource.forServing(settings);
        return QuarkusLauncher.serve(settings, redis, beans -> serve(beans, redis.describe()));
    }

    private static int serve(BeanLookup beans, String redisLocation) {
        boolean reached = true;
        try {
            beans.get(SchemaVersion.class).require().await().atMost(LIMIT);
        } catch (StorageUnavailableException | TimeoutException unreachable) {
            reached = false; // the server starts anyway and responds with 503 until Redis is available
        }
        beans.get(Banner.class).print(redisLocation, reached);
        Quarkus.waitForExit();
        return 0;
    }

    private Map<String, String> settingOptions() {
        Map<String, String> options = new HashMap<>();
        options.put("--host", host);
        options.put("--port", port);
        options.put("--management-port", managementPort);
        options.put("--user-auth", userAuth);
        options.values().removeIf(Objects::isNull);
        return options;
    }

    /** Checks the port before anything starts, so that an accidental second start fails early without side effects. */
    private static void requireFree(String setting, String address, int port, String option) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (java.net.UnknownHostException e) {
            throw new CommandFailure("Configuration: " + setting + " is no address of this machine.");
        } catch (IOException e) {
            throw new CommandFailure("Cannot listen on " + address + ":" + port + " (" + e.getMessage()
                    + "). Is Meshgate running already? Stop it, or choose another port with " + option + ".");
        }
    }
}
