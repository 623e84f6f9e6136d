package org.meshgate.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Collector;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** Without the setting nothing is traced, though there is a collector. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.Strict.class)
class TracingOffTest {

    Collector collector;

    @Inject
    OpenTelemetry telemetry;

    @Test
    void nothingIsTracedAndNothingExported() {
        // When
        given().get("/health").then().statusCode(200);
        telemetry.getTracer("test").spanBuilder("test").startSpan().end();
        assertThat(telemetry).isInstanceOf(OpenTelemetrySdk.class);
        ((OpenTelemetrySdk) telemetry).getSdkTracerProvider().forceFlush().join(10, TimeUnit.SECONDS);
        // Then
        assertThat(collector.exported()).isEmpty();
    }
}
