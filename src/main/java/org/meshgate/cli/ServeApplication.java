package org.meshgate.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import java.util.ArrayList;
import java.util.List;
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
        List<String> lines = new ArrayList<>(List.of(
                "Meshgate " + version + " - "
                        + (accounts
                                ? "authenticated mode: users see their own jobs only"
                                : "simple mode: no accounts, every client sees every job"),
                "  API       " + url + "   (description: " + url + "/docs)",
                "  Redis     " + arguments[0]));
        if (accounts) {
            lines.add("  Admin     create one with: meshgate create-admin");
        }
        System.out.println(String.join(System.lineSeparator(), lines));
        Quarkus.waitForExit();
        return 0;
    }
}
