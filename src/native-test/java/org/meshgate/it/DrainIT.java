package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client sees of the end of the program, as systemd and Kubernetes bring it about. */
class DrainIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String LOGIN = "{\"username\": \"alice\", \"password\": \"mypassword\"}";

    @TempDir
    Path directory;

    private RealRedis redis;
    private Meshgate meshgate;
    private Client alice;

    @BeforeEach
    void aServerThatStaysForAMoment() {
        redis = new RealRedis();
        meshgate = Meshgate.serve(
                directory,
                Map.of(
                        "P3D_REDIS_URL",
                        redis.url(),
                        "P3D_SERVER__SHUTDOWN_DELAY",
                        "8s",
                        "P3D_SERVER__ACCESS_LOG",
                        "false"));
        alice = Client.user(meshgate, "alice", "mypassword");
    }

    @AfterEach
    void theEnd() {
        meshgate.kill();
        redis.close();
    }

    @Test
    void whatIsUnderWayIsFinished() throws IOException {
        // Given a request of which half has arrived, and somebody who listens to a job
        try (Socket login = send(
                        "POST /api/v1/users/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: " + LOGIN.length() + "\r\n\r\n" + LOGIN.substring(0, 20));
                Socket listener = send("GET " + Client.JOBS + "/" + alice.submit("a cat") + "/events HTTP/1.1\r\n"
                        + "Host: localhost\r\nAuthorization: Bearer " + alice.token() + "\r\n\r\n")) {
            assertThat(new String(listener.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 200");
            // When
            meshgate.terminate();
            // Then it is not ready any more, and answers all the same
            await().atMost(LIMIT)
                    .until(() -> given().get(meshgate.managementUrl() + "/q/health/ready")
                                    .statusCode()
                            == 503);
            given().get(meshgate.managementUrl() + "/q/health/live").then().statusCode(200);
            given().get(meshgate.url() + "/health").then().statusCode(200).header("Connection", "close");
            alice.request().get(Client.USERS + "/me").then().statusCode(200).header("Connection", "close");
            // who listens is told that this is all
            assertThat(readUntil("\r\n0\r\n\r\n", listener)).contains("event: ");
            // and who was sending is answered
            login.getOutputStream().write(LOGIN.substring(20).getBytes(StandardCharsets.UTF_8));
            assertThat(readUntil("\"token\":\"p3d_", login)).startsWith("HTTP/1.1 200 ");
            meshgate.awaitEnd();
        }
    }

    private static String readUntil(String end, Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as(text.toString()).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    private Socket send(String request) throws IOException {
        Socket socket = new Socket("localhost", meshgate.port());
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }
}
