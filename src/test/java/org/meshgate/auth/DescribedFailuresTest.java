package org.meshgate.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.BadRequests;
import org.meshgate.testing.Callers;
import org.meshgate.testing.DescribedResponses;
import org.meshgate.testing.Endpoint;
import org.meshgate.testing.Endpoint.Access;
import org.meshgate.testing.EndpointWorld;
import org.meshgate.testing.RedisResource;

/**
 * Bad requests to every route of {@link Endpoint} are answered as the OpenAPI document says. {@link EndpointMatrixTest} has
 * the same for good requests of all kinds of callers.
 */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class DescribedFailuresTest {

    @Inject
    Callers callers;

    @Inject
    EndpointWorld world;

    private DescribedResponses document;
    private Account alice;
    private Account admin;

    @BeforeEach
    void everybody() {
        alice = Api.register();
        admin = callers.newAdmin();
        document = DescribedResponses.ofServer();
        RestAssured.replaceFiltersWith(List.of(document));
    }

    @AfterEach
    void noFilter() {
        RestAssured.replaceFiltersWith(List.of());
    }

    @TestFactory
    Stream<DynamicTest> everyRouteFailsAsDescribed() {
        BadRequests bad = new BadRequests(document);
        return Endpoint.all().stream().flatMap(row -> {
            Account caller = row.access() == Access.ADMIN ? admin : alice;
            String id = world.object(row, alice, admin);
            return bad
                    .of(row, id, () -> Api.as(row.access() == Access.USER_ENDS ? Api.register() : caller))
                    .entrySet()
                    .stream()
                    .map(request -> dynamicTest(row + ", " + request.getKey(), () -> {
                        Response response = request.getValue().get();
                        assertThat(response.statusCode()).isBetween(200, 499);
                    }));
        });
    }
}
