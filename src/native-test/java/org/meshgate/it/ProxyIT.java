package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/proxy/nginx.conf} with a real nginx between a client, the packaged program and another service. */
class ProxyIT {

    private static final String TOOL = "Host: tool.example.com";
    private static final String STUDIO = "Host: studio.example.com";

    /** Requests of a user in a minute; more than any other test needs. */
    private static final int LIMIT = 100;

    @TempDir
    Path directory;

    private final List<Headers> seen = Collections.synchronizedList(new ArrayList<>());
    private RealRedis redis;
    private Meshgate meshgate;
    private HttpServer tool;
    private Nginx nginx;
    private Client alice;

    @BeforeEach
    void aGuardedService() throws IOException {
        assumeTrue(Nginx.executable().isPresent(), "nginx is not installed (Debian: apt-get install nginx-light)");
        redis = new RealRedis();
        meshgate = Meshgate.serve(
                directory,
                Map.of(
                        "P3D_REDIS_URL",
                        redis.url(),
                        "P3D_SERVER__TRUSTED_PROXIES",
                        "127.0.0.1",
                        "P3D_SERVER__PUBLIC_URL",
                        "https://studio.example.com",
                        "P3D_SECURITY__RATE_LIMIT_PER_MINUTE",
                        "" + LIMIT));
        tool = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tool.createContext("/", exchange -> {
            seen.add(exchange.getRequestHeaders());
            exchange.getRequestBody().readAllBytes();
            byte[] body = "the tool".getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        tool.start();
        nginx = Nginx.start(
                Files.createDirectory(directory.resolve("nginx")),
                meshgate.port(),
                tool.getAddress().getPort());
        alice = Client.user(meshgate, "alice", "mypassword");
    }

    @AfterEach
    void theEnd() {
        if (redis != null) {
            nginx.close();
            tool.stop(0);
            meshgate.close();
            redis.close();
        }
    }

    @Test
    void onlyAValidTokenLeadsToTheService() {
        // Without one, or with a bad one
        assertThat(nginx.send("GET /a HTTP/1.1", TOOL))
                .startsWith("HTTP/1.1 401 ")
                .contains("WWW-Authenticate: Bearer");
        assertThat(nginx.send("GET /a HTTP/1.1", TOOL, "Authorization: Bearer p3d_nobody"))
                .startsWith("HTTP/1.1 401 ");
        assertThat(nginx.send("GET /a HTTP/1.1", TOOL, "X-User-Id: user_0123456789abcdef", "X-User-Role: admin"))
                .startsWith("HTTP/1.1 401 ");
        assertThat(nginx.send("GET /_meshgate_verify HTTP/1.1", TOOL, bearer())).startsWith("HTTP/1.1 404 ");
        assertThat(seen).isEmpty();
        // With a valid one
        String answer =
                nginx.send("POST /a?role=admin&x=1 HTTP/1.1", TOOL, bearer(), "Content-Length: 0", "Accept: image/png");
        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("the tool");
        assertThat(seen).hasSize(1);
        assertIdentity(seen.get(0), "user");
        assertThat(seen.get(0)).doesNotContainKey("Authorization");
        // Revoked, it is refused at once
        alice.request().post(Client.USERS + "/logout").then().statusCode(200);
        assertThat(nginx.send("GET /a HTTP/1.1", TOOL, bearer())).startsWith("HTTP/1.1 401 ");
        assertThat(seen).hasSize(1);
    }

    @Test
    void aClientCannotSayWhoItIs() {
        List<String> lines = new ArrayList<>(List.of("GET / HTTP/1.1", TOOL, bearer()));
        for (String name : List.of(
                "X-User-Id",
                "x-user-id",
                "X-USER-ID",
                "X_User_Id",
                "X-User_Id",
                "X.User.Id",
                "X-User-Role",
                "x-user-rolE",
                "X_User_Role",
                "X-User-Name",
                "X_USER_NAME",
                "X-Token-Id",
                "X-Token-Id",
                "X_Token_Id")) {
            lines.add(name + ": admin");
        }
        assertThat(nginx.send(lines.toArray(String[]::new))).startsWith("HTTP/1.1 200 ");
        assertThat(seen).hasSize(1);
        assertIdentity(seen.get(0), "user");
        assertThat(seen.get(0).values()).noneMatch(values -> values.contains("admin"));
        assertThat(seen.get(0).keySet().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""))
                        .filter(name -> name.startsWith("xuser") || name.startsWith("xtoken")))
                .containsExactlyInAnyOrder("xuserid", "xusername", "xuserrole", "xtokenid");
    }

    @Test
    void anAdministratorIsToldAsOne() {
        Client admin = Client.admin(meshgate, directory, redis, "root", "a long admin password");
        assertThat(nginx.send("GET / HTTP/1.1", TOOL, "Authorization: Bearer " + admin.token()))
                .startsWith("HTTP/1.1 200 ");
        assertThat(seen.get(0).get("X-user-role")).containsExactly("admin");
        assertThat(seen.get(0).get("X-user-name")).containsExactly("root");
    }

    @Test
    void nobodyPassesWhileMeshgateIsAway() {
        meshgate.kill();
        assertThat(nginx.send("GET / HTTP/1.1", TOOL, bearer())).startsWith("HTTP/1.1 503 ");
        assertThat(nginx.send("GET / HTTP/1.1", TOOL)).startsWith("HTTP/1.1 503 ");
        assertThat(seen).isEmpty();
    }

    @Test
    void tooManyRequestsAreToldAsThat() {
        String answer = "";
        for (int i = 0; i < 5 * LIMIT && !answer.startsWith("HTTP/1.1 429 "); i++) {
            answer = nginx.send("GET / HTTP/1.1", TOOL, bearer());
        }
        assertThat(answer)
                .startsWith("HTTP/1.1 429 ")
                .containsPattern("Retry-After: \\d+")
                .doesNotContain("the tool");
    }

    @Test
    void meshgateItselfIsBehindItWithTheAddressOfTheClient() {
        String answer = nginx.send("GET /api/v1/users/me HTTP/1.1", STUDIO, bearer(), "X-Forwarded-For: 203.0.113.9");
        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"alice\"");
        assertThat(nginx.send("GET /health HTTP/1.1", STUDIO, "X-Forwarded-For: 203.0.113.9"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(meshgate.output()).doesNotContain("203.0.113.9");
        assertThat(seen).isEmpty();
    }

    private String bearer() {
        return "Authorization: Bearer " + alice.token();
    }

    private void assertIdentity(Headers headers, String role) {
        io.restassured.response.Response me =
                new Client(meshgate.url(), alice.token()).request().get(Client.USERS + "/me");
        assertThat(headers.get("X-user-id")).containsExactly(me.<String>path("user.user_id"));
        assertThat(headers.get("X-user-name")).containsExactly("alice");
        assertThat(headers.get("X-user-role")).containsExactly(role);
        assertThat(headers.get("X-token-id")).containsExactly(me.<String>path("token.id"));
    }
}
