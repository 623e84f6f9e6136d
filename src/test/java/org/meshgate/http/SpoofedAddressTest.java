package org.meshgate.http;

import static io.restassured.RestAssured.given;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.RedisResource;

/** By default nobody is a trusted proxy: whatever a client writes into headers, it stays one client. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(SpoofedAddressTest.TwoAMinute.class)
class SpoofedAddressTest {

    public static class TwoAMinute implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("meshgate.security.rate_limit_per_minute", "2");
        }
    }

    @Test
    void ignoresForwardingHeadersOfUntrustedClients() {
        int[] expected = {200, 200, 429, 429};
        for (int i = 0; i < expected.length; i++) {
            given().header("X-Forwarded-For", "192.0.2." + i)
                    .header("Forwarded", "for=192.0.2." + i)
                    .header("X-Real-IP", "192.0.2." + i)
                    .get("/api/v1/system/auth-status")
                    .then()
                    .statusCode(expected[i]);
        }
    }
}
