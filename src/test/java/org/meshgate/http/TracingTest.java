package org.meshgate.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Collector;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** With a collector each request is told to it, without what is secret in its address. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.Traced.class)
class TracingTest {

    private static final String SIGNATURE = "lookformeinthetraces";

    Collector collector;

    @Test
    void exportsSpansWithoutSecrets() {
        // Given
        Api.Account alice = Api.register();
        // When
        Api.as(alice).get(Api.ME).then().statusCode(200);
        given().get("/api/v1/system/jobs/0b8f9a52-0000-4000-8000-000000000000/download?exp=1&sig=user_1." + SIGNATURE);
        given().get("/api/v1/system/jobs/0b8f9a52-0000-4000-8000-000000000000/world-link/1.user_1." + SIGNATURE
                + "/manifest.json");
        given().get("/api/v1/users/tokens/" + alice.token());
        given().header("User-Agent", alice.token())
                .header("Referer", alice.token())
                .header("X-Forwarded-For", alice.token())
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .header("tracestate", "a=" + alice.token())
                .request(alice.token(), "/api/v1/users/me");
        given().header("Host", alice.token()).get("/health");
        given().get("/health?last=one");
        // Then
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(collector.exported())
                .contains("/api/v1/users/me", "GET /health", "/api/v1/system/jobs/{job_id}/download"));
        assertThat(collector.exported()).doesNotContain(SIGNATURE, alice.token(), Api.PASSWORD, "last=one");
    }
}
