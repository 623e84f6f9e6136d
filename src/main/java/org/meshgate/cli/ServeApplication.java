package org.meshgate.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meshgate.config.MeshgateConfig;

/** The running service: says where it is, then waits. */
public class ServeApplication implements QuarkusApplication {

    private final MeshgateConfig config;
    private final String version;
    private final HttpServer server;

    ServeApplication(
            MeshgateConfig config,
            @ConfigProperty(name = "quarkus.application.version") String version,
            HttpServer server) {
        this.config = config;
        this.version = version;
        this.server = server;
    }

    /** @param arguments one: where Redis is, for people */
    @Override
    public int run(String... arguments) {
        String url = "http://localhost:" + server.getPort();
        boolean accounts = config.security().userAuthEnabled();
        System.out.println("Meshgate " + version + " - "
                + (accounts
                        ? "authenticated mode: users see their own jobs only"
                        : "simple mode: no accounts, every client sees every job"));
        System.out.println("  API       " + url + "   (description: " + url + "/docs)");
        System.out.println("  Redis     " + arguments[0]);
        if (accounts) {
            System.out.println("  Admin     create one with: meshgate create-admin");
        }
        Quarkus.waitForExit();
        return 0;
    }
}
