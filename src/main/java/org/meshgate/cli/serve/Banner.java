package org.meshgate.cli.serve;

import io.quarkus.arc.Unremovable;
import io.quarkus.vertx.http.HttpServer;
import io.smallrye.mutiny.TimeoutException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.meshgate.cli.support.Installation;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.ServerConfig.LogFormat;
import org.meshgate.http.server.AllowedOrigins;
import org.meshgate.identity.index.UserIndexer;
import org.meshgate.problem.ProblemException;

/** The first lines of a server, for its operator. */
@ApplicationScoped
@Unremovable
public class Banner {

    private static final Logger LOG = Logger.getLogger(Banner.class);

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final MeshgateConfig config;
    private final String version;
    private final HttpServer server;
    private final AllowedOrigins allowedOrigins;
    private final UserIndexer users;

    Banner(
            MeshgateConfig config,
            @ConfigProperty(name = "quarkus.application.version") String version,
            HttpServer server,
            AllowedOrigins allowedOrigins,
            UserIndexer users) {
        this.config = config;
        this.version = version;
        this.server = server;
        this.allowedOrigins = allowedOrigins;
        this.users = users;
    }

    /**
     * Prints the banner to standard output, or to the log if that is JSON.
     *
     * @param redisLocation a description for people
     * @param redisReached whether Redis can be asked for administrators
     */
    void print(String redisLocation, boolean redisReached) {
        boolean accounts = config.security().userAuthEnabled();
        List<String> lines = lines(redisLocation, accounts && redisReached && lacksAdmin());
        if (config.server().logFormat() == LogFormat.JSON) {
            lines.forEach(line -> LOG.info(line.strip()));
        } else {
            System.out.println(String.join(System.lineSeparator(), lines));
        }
    }

    private List<String> lines(String redisLocation, boolean lacksAdmin) {
        String url = "http://localhost:" + server.getPort();
        List<String> lines = new ArrayList<>(List.of("Meshgate " + version + " - "
                + (config.security().userAuthEnabled()
                        ? "authenticated mode: users see their own jobs only"
                        : "simple mode: no accounts, every client sees every job")));
        if (config.server().console()) {
            lines.add("  Console   " + url + "/console/");
        }
        lines.addAll(List.of(
                "  API       " + url + "   (description: " + url + "/docs)",
                "  Redis     " + redisLocation,
                "  Browsers  " + browsers(allowedOrigins.origins())));
        if (lacksAdmin) {
            lines.add("  Admin     create one with: " + Installation.current().command("create-admin")
                    + (config.server().console() ? ", or in the console on this machine" : ""));
        }
        return lines;
    }

    /** False also when it is unknown: until all accounts of 3DAIGC-API are indexed, one may be an administrator. */
    private boolean lacksAdmin() {
        try {
            return users.activeAdmins().await().atMost(LIMIT) == 0
                    && !users.incomplete().await().atMost(LIMIT);
        } catch (ProblemException | TimeoutException unanswered) {
            return false;
        }
    }

    /** Describes the allowed origins. */
    public static String browsers(List<String> origins) {
        String pages = origins.contains(AllowedOrigins.ANY)
                ? "pages of every origin may call"
                : "pages of this server may call"
                        + (origins.isEmpty() ? ", no others" : ", and those of " + String.join(", ", origins));
        return pages + "   (security.cors_origins)";
    }
}
