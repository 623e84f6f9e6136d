package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Somebody who calls a server.
 *
 * @param url of the server
 * @param token empty for nobody
 */
public record Client(String url, String token) {

    public static final String USERS = "/api/v1/users";
    public static final String JOBS = "/api/v1/system/jobs";
    public static final String HISTORY = JOBS + "/history";
    public static final String SUBMIT = "/api/v1/mesh-generation";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    public static Client nobody(Meshgate meshgate) {
        return new Client(meshgate.url(), "");
    }

    /** As the guide registers and logs in. */
    public static Client user(Meshgate meshgate, String name, String password) {
        nobody(meshgate)
                .json(Map.of("username", name, "email", name + "@example.com", "password", password))
                .post(USERS + "/register")
                .then()
                .statusCode(200);
        return login(meshgate, name, password);
    }

    public static Client login(Meshgate meshgate, String name, String password) {
        return new Client(
                meshgate.url(),
                nobody(meshgate)
                        .json(Map.of("username", name, "password", password))
                        .post(USERS + "/login")
                        .path("token"));
    }

    /** Made by {@code create-admin}, beside the running server. */
    static Client admin(Meshgate meshgate, Path directory, RealRedis redis, String name, String password) {
        Meshgate.Result made = Meshgate.run(
                directory,
                Map.of("P3D_REDIS_URL", redis.url()),
                password + "\n",
                "create-admin",
                "--username",
                name,
                "--email",
                name + "@example.com",
                "--password-stdin");
        assertThat(made.exitCode()).as(made.err()).isZero();
        return login(meshgate, name, password);
    }

    public RequestSpecification request() {
        RequestSpecification request = given().baseUri(url);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    public RequestSpecification json(Object body) {
        return request().contentType(ContentType.JSON).body(body);
    }

    /** The guide's body; answers the id of the job. */
    public String submit(String prompt) {
        Response queued =
                json(Map.of("prompt", prompt, "model_preference", "trellis")).post(SUBMIT);
        assertThat(queued.statusCode()).as(queued.asString()).isEqualTo(200);
        return queued.path("job_id");
    }

    public Response status(String job) {
        return request().get(JOBS + "/" + job);
    }

    /** Asks as clients do, until the job has completed. */
    Response completed(String job) {
        await().atMost(LIMIT).until(() -> "completed".equals(status(job).path("status")));
        return status(job);
    }

    String finishedJob(String prompt) {
        String job = submit(prompt);
        completed(job);
        return job;
    }

    /** Header and length of a binary glTF 2.0 file. */
    static void assertGlb(byte[] file) {
        ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(file, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("glTF");
        assertThat(header.getInt(4)).isEqualTo(2);
        assertThat(header.getInt(8)).isEqualTo(file.length);
    }
}
