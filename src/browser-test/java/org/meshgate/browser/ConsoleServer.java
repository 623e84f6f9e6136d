package org.meshgate.browser;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.meshgate.it.Client;
import org.meshgate.it.Meshgate;
import org.meshgate.it.RealRedis;

/** The packaged program with an empty Redis of its own and the sample worker, which ends each job in a moment. */
final class ConsoleServer implements AutoCloseable {

    static final String PASSWORD = "a long pass phrase";

    private final RealRedis redis = new RealRedis();
    private final Path directory;
    private final Meshgate program;

    ConsoleServer(Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(Map.of("P3D_WORKER__SAMPLE", "true"));
        settings.putAll(environment);
        try {
            directory = Files.createTempDirectory("meshgate-console");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program = Meshgate.serve(directory, settings, "--redis-url", redis.url());
    }

    String url() {
        return program.url();
    }

    /** Where the files of results are. */
    Path directory() {
        return directory;
    }

    /** The first administrator, as a browser on this machine makes it. */
    Client firstAdmin(String name) {
        given().baseUri(url())
                .header("Sec-Fetch-Site", "same-origin")
                .contentType(ContentType.JSON)
                .body(Map.of("username", name, "email", name + "@example.com", "password", PASSWORD))
                .post(Client.USERS + "/first-admin")
                .then()
                .statusCode(200);
        return Client.login(program, name, PASSWORD);
    }

    Client user(String name) {
        return Client.user(program, name, PASSWORD);
    }

    @Override
    public void close() {
        program.close();
        redis.close();
    }
}
