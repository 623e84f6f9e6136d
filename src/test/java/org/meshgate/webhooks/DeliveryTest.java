package org.meshgate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Workers.TEXTURED;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.files.UploadSamples;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.Workers;
import org.meshgate.webhooks.Receiver.Request;
import org.meshgate.webhooks.Webhooks.Hook;

/** The end of a job is told to endpoints, in requests whose signatures others verify. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class DeliveryTest {

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    private final Receiver receiver = new Receiver();
    private Account alice;

    @BeforeEach
    void anAccount() {
        redis.clearQueue();
        alice = Api.register();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void aCompletedJobIsToldWithSignaturesThatOthersVerify() {
        // Given
        Hook hook = Webhooks.register(alice, receiver.url("/hook?source=meshgate"));
        Account admin = accounts.createAdmin();
        Workers.Worker worker = Workers.create(admin);
        String job = Jobs.submit(alice);
        // When
        Workers.Lease lease = worker.claimOne(TEXTURED);
        worker.upload(lease, "cat.glb", UploadSamples.glb(100)).then().statusCode(201);
        worker.complete(lease, Map.of("result", "cat.glb")).then().statusCode(200);
        // Then
        Request request = receiver.await(1).get(0);
        assertThat(request.path()).isEqualTo("/hook?source=meshgate");
        assertThat(request.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("user-agent", "Meshgate-Webhooks");
        assertThat(request.id()).matches("msg_[0-9a-f]{32}");
        assertThat(request.json().getMap("")).containsOnlyKeys("type", "timestamp", "data");
        assertThat(request.json().getString("type")).isEqualTo("job.completed");
        assertThat(request.json().getString("timestamp"))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        Map<String, Object> data = request.json().getMap("data");
        assertThat(data)
                .containsOnlyKeys("job_id", "status", "feature", "model_id", "created_at", "started_at", "status_url")
                .containsEntry("job_id", job)
                .containsEntry("status", "completed")
                .containsEntry("feature", TEXTURED)
                .containsEntry("status_url", RestAssured.baseURI + ":" + RestAssured.port + Jobs.job(job));
        DeliverySignatures.verify(
                request, hook.secret(), RestAssured.get("/api/v1/webhook-key").path("public_key"));
        hook.awaitNewest("delivered", 1)
                .then()
                .body("count", equalTo(1))
                .body("total", equalTo(1))
                .body("next_cursor", nullValue())
                .body("deliveries[0].delivery_id", equalTo(request.id()))
                .body("deliveries[0].event", equalTo("job.completed"))
                .body("deliveries[0].subject", equalTo(job))
                .body("deliveries[0].last_status", equalTo(204))
                .body("deliveries[0].last_error", nullValue())
                .body("deliveries[0].next_attempt_at", nullValue())
                .body("deliveries[0].created_at", matchesPattern(".+Z"));
        Workers.end(admin, worker);
    }
}
