package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.testing.TestCertificates;
import org.meshgate.webhooks.DeliverySignatures;
import org.meshgate.webhooks.Receiver;
import org.meshgate.webhooks.Receiver.Request;

/** Webhooks to receivers by HTTPS with certificates of an authority of the operator's own. */
class WebhooksIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String WEBHOOKS = Client.USERS + "/me/webhooks";

    private static final TestCertificates CERTIFICATES = new TestCertificates();

    @TempDir
    Path directory;

    private static Path ours;

    private final RealRedis redis = new RealRedis();
    private final Receiver receiver = new Receiver(CERTIFICATES.context("good"));
    private Meshgate meshgate;
    private Client alice;

    @BeforeAll
    static void certificates() {
        ours = CERTIFICATES.authority("ours");
        CERTIFICATES.authority("theirs");
        CERTIFICATES.server("good", "ours", "dns:localhost", "-1d", 30);
        CERTIFICATES.server("foreign", "theirs", "dns:localhost", "-1d", 30);
    }

    @BeforeEach
    void start() {
        serve();
        alice = Client.user(meshgate, "alice", "mypassword");
    }

    @AfterEach
    void stop() {
        meshgate.kill();
        receiver.close();
        redis.close();
    }

    @Test
    void theReceiverIsTrustedByItsAuthorityAndTrustsTheSignatures() {
        // Given
        Response hook = register(receiver);
        // When
        String job = endJob();
        // Then
        Request request = receiver.await(1).get(0);
        assertThat(request.path()).isEqualTo("/hook");
        assertThat(request.json().getString("type")).isEqualTo("job.cancelled");
        assertThat(request.json().getString("data.job_id")).isEqualTo(job);
        DeliverySignatures.verify(
                request,
                hook.path("secret"),
                alice.request().get("/api/v1/webhook-key").path("public_key"));
        awaitNewest(hook, "delivered", 1)
                .then()
                .body("deliveries[0].delivery_id", equalTo(request.id()))
                .body("deliveries[0].last_status", equalTo(204))
                .body("deliveries[0].last_error", nullValue());
    }

    @Test
    void nothingIsSentToAReceiverOfAnotherAuthority() {
        try (Receiver foreign = new Receiver(CERTIFICATES.context("foreign"))) {
            Response hook = register(foreign);
            endJob();
            awaitNewest(hook, "waiting", 1)
                    .then()
                    .body("deliveries[0].last_status", nullValue())
                    .body(
                            "deliveries[0].last_error",
                            equalTo("no secure connection: the TLS handshake or the certificate is not valid"));
            assertThat(foreign.requests()).isEmpty();
        }
    }

    @Test
    void deliveriesOutliveTheProgram() {
        try (Receiver other = new Receiver(CERTIFICATES.context("good"))) {
            // Given an attempt under way, and a delivery of which the first attempt failed
            receiver.hang();
            Response hook = register(receiver);
            alice.request().post(path(hook) + "/test");
            String underWay = receiver.await(1).get(0).id();
            other.answer(500, Map.of("Retry-After", "3600"));
            Response failing = register(other);
            alice.request().post(path(failing) + "/test");
            String failed = awaitNewest(failing, "waiting", 1).path("deliveries[0].delivery_id");
            // When
            meshgate.close();
            assertThat(meshgate.output()).doesNotContain("wait for the end of their leases");
            receiver.resume();
            other.answer(204);
            serve();
            alice = new Client(meshgate.url(), alice.token());
            // Then
            assertThat(receiver.await(2)).extracting(Request::id).containsExactly(underWay, underWay);
            awaitNewest(hook, "delivered", 1);
            awaitNewest(failing, "waiting", 1).then().body("total", equalTo(1));
            alice.request().post(path(failing) + "/deliveries/" + failed + "/retry");
            awaitNewest(failing, "delivered", 2);
            assertThat(other.requests()).extracting(Request::id).containsExactly(failed, failed);
        }
    }

    private void serve() {
        meshgate = Meshgate.serve(
                directory,
                Map.of(
                        "P3D_REDIS_URL", redis.url(),
                        "P3D_WEBHOOKS__CA_FILE", ours.toString(),
                        "P3D_WEBHOOKS__ALLOWED_NETWORKS", "127.0.0.1,::1"));
    }

    private Response register(Receiver target) {
        Response made = alice.json(Map.of("url", target.url(), "events", List.of("job.cancelled")))
                .post(WEBHOOKS);
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(200);
        return made;
    }

    /** Answers the id of the job. */
    private String endJob() {
        String job = alice.submit("a cat");
        alice.request().post(Client.JOBS + "/" + job + "/cancel").then().statusCode(200);
        return job;
    }

    private static String path(Response hook) {
        return WEBHOOKS + "/" + hook.path("webhook.webhook_id");
    }

    private Response awaitNewest(Response hook, String status, int attempts) {
        String deliveries = path(hook) + "/deliveries";
        await().atMost(LIMIT).untilAsserted(() -> alice.request()
                .get(deliveries)
                .then()
                .body("deliveries[0].status", equalTo(status))
                .body("deliveries[0].attempts", equalTo(attempts)));
        return alice.request().get(deliveries);
    }
}
