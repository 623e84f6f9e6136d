package org.meshgate.diagnostics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** The route that tells administrators what doctor finds. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class DiagnosticsTest {

    private static final String DIAGNOSTICS = "/api/v1/system/diagnostics";

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    @ConfigProperty(name = "meshgate.redis_url")
    String url;

    private Account admin;

    @BeforeEach
    void anAdministrator() {
        admin = accounts.createAdmin();
    }

    @AfterEach
    void asItWas() {
        redis.send(Command.CONFIG, "SET", "appendonly", "yes");
        clock.reset();
    }

    @Test
    void anAdministratorSeesEveryCheckAndTheReadiness() {
        report().body("success", equalTo(true))
                .body("ready", equalTo(true))
                .body("readiness.name", hasItems("account indexes", "job indexes", "memory", "redis"))
                .body("readiness.up", everyItem(equalTo(true)))
                .body(
                        "checks.check",
                        hasItems(
                                "redis",
                                "redis-version",
                                "persistence",
                                "eviction",
                                "clock",
                                "schema",
                                "administrator",
                                "queue",
                                "tls",
                                "catalog",
                                "storage.outputs",
                                "storage.uploads"))
                .body("checked_at", matchesPattern("20..-..-..T.*Z"));
    }

    @Test
    void aReportHasTheAddressOfRedisWithoutItsPassword() {
        URI redisUrl = URI.create(url);
        report().body(
                        "checks.find { it.check == 'redis' }.seen",
                        equalTo("reached: redis://" + redisUrl.getHost() + ":" + redisUrl.getPort()));
    }

    @Test
    void requestsOfTenSecondsShareAReport() {
        // Given
        clock.advance(DiagnosticsReports.SHARED);
        String first = report().extract().asString();
        // When
        redis.send(Command.CONFIG, "SET", "appendonly", "no");
        // Then
        assertThat(report().extract().asString()).isEqualTo(first);
        clock.advance(DiagnosticsReports.SHARED);
        report().body("checks.find { it.check == 'persistence' }.status", equalTo("warning"))
                .body("checks.find { it.check == 'persistence' }.advice", startsWith("Set appendonly yes"));
    }

    @Test
    void othersSeeNothing() {
        assertProblem(given().get(DIAGNOSTICS), 401, "TOKEN_REQUIRED", containsString("token"));
        assertThat(as(Api.UNKNOWN_TOKEN).get(DIAGNOSTICS).statusCode()).isEqualTo(401);
        assertThat(as(Api.register()).get(DIAGNOSTICS).<String>path("error")).isEqualTo("ADMIN_REQUIRED");
        String narrow = Api.createToken(admin, "narrow", List.of("jobs:read"));
        assertThat(as(narrow).get(DIAGNOSTICS).<String>path("error")).isEqualTo("INSUFFICIENT_SCOPE");
    }

    @Test
    void noOtherMethodIsAllowed() {
        assertThat(as(admin)
                        .contentType("application/json")
                        .body(Map.of())
                        .post(DIAGNOSTICS)
                        .statusCode())
                .isEqualTo(405);
    }

    private ValidatableResponse report() {
        return as(admin).get(DIAGNOSTICS).then().statusCode(200);
    }
}
