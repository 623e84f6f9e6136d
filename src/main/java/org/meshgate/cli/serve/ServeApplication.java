package org.meshgate.cli.serve;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import io.smallrye.mutiny.TimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.ServerConfig.LogFormat;
import org.meshgate.http.server.AllowedOrigins;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.redis.SchemaVersion;
import org.meshgate.redis.UnknownSchemaException;

/** The HTTP service: prints its addresses, then waits for the shutdown. */
public class ServeApplication implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(ServeApplication.class);

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final MeshgateConfig config;
    private final SchemaVersion schema;
    private final String version;
    private final HttpServer server;
    private final AllowedOrigins allowedOrigins;

    ServeApplication(
            MeshgateConfig config,
            SchemaVersion schema,
            @ConfigProperty(name = "quarkus.application.version") String version,
            HttpServer server,
            AllowedOrigins allowedOrigins) {
        this.config = config;
        this.schema = schema;
        this.version = version;
        this.server = server;
        this.allowedOrigins = allowedOrigins;
    }

    /** Describes the allowed origins for the operator. */
    public static String browsers(List<String> origins) {
        String pages = origins.contains(AllowedOrigins.ANY)
                ? "pages of every origin may call"
                : "pages of this server may call"
                        + (origins.isEmpty() ? ", no others" : ", and those of " + String.join(", ", origins));
        return pages + "   (security.cors_origins)";
    }

    /**
     * @param arguments two texts for the banner: the location of Redis, and the command that creates an administrator
     */
    @Override
    public int run(String... arguments) {
        try {
            schema.require().await().atMost(LIMIT);
        } catch (UnknownSchemaException refused) {
            System.err.println(CommandFailure.line(refused));
            return 1;
        } catch (StorageUnavailableException | TimeoutException unreachable) {
            // the server starts anyway and responds with 503 until Redis is available
        }
        String url = "http://localhost:" + server.getPort();
        boolean accounts = config.security().userAuthEnabled();
        List<String> lines = new ArrayList<>(List.of(
                "Meshgate " + version + " - "
                        + (accounts
                                ? "authenticated mode: users see their own jobs only"
                                : "simple mode: no accounts, every client sees every job"),
                "  API       " + url + "   (description: " + url + "/docs)",
                "  Redis     " + arguments[0],
                "  Browsers  " + browsers(allowedOrigins.origins())));
        if (accounts) {
            lines.add("  Admin     create one with: " + arguments[1]);
        }
        if (config.server().logFormat() == LogFormat.JSON) {
            lines.forEach(line -> LOG.info(line.strip()));
        } else {
            System.out.println(String.join(System.lineSeparator(), lines));
        }
        Quarkus.waitForExit();
        return 0;
    }
}
