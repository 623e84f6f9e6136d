package org.meshgate.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.caller.AnyScope;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.testing.Api;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** Simple mode with {@code api_key_required}, on a route that says nothing of who may call it. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SimpleModeWithKeys.class)
class ApiKeyTest {

    private static final String ROUTE = "/test-only/who-am-i";

    @Path(ROUTE)
    @AnyScope
    public static class WhoAmI {

        private final CurrentCaller caller;

        WhoAmI(CurrentCaller caller) {
            this.caller = caller;
        }

        @GET
        @Produces(MediaType.TEXT_PLAIN)
        public Uni<String> whoAmI() {
            return Uni.createFrom().item(caller.get().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"first-key", "second-key"})
    void acceptsConfiguredKey(String key) {
        assertThat(Api.as(key).get(ROUTE).then().statusCode(200).extract().asString())
                .isEqualTo("Anonymous[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"third-key", "first-key,second-key", "FIRST-KEY", "first-ke"})
    void rejectsAnyOtherKey(String key) {
        Api.assertProblem(Api.as(key).get(ROUTE), 401, "INVALID_TOKEN", "Invalid token");
    }

    @Test
    void rejectsMissingKey() {
        Api.assertProblem(
                given().get(ROUTE), 401, "TOKEN_REQUIRED", org.hamcrest.Matchers.startsWith("Authorization header"));
    }

    @Test
    void statusReportsThatAKeyIsNeeded() {
        given().get("/api/v1/system/auth-status")
                .then()
                .statusCode(200)
                .body("mode", equalTo("simple"))
                .body("api_key_required", equalTo(true));
    }
}
