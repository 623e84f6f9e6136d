package org.meshgate.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Endpoint;
import org.meshgate.testing.Endpoint.Access;
import org.meshgate.testing.EndpointWorld;
import org.meshgate.testing.EndpointWorld.Sender;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** With {@code security.hide_foreign_jobs} nobody can tell a foreign job or file from one that is not there. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.Strict.class)
class HiddenForeignObjectsTest {

    @Inject
    Accounts accounts;

    @Inject
    EndpointWorld world;

    @TestFactory
    Stream<DynamicTest> aForeignObjectIsAnsweredAsOneThatIsNotThere() {
        Account alice = Api.register();
        Account bob = Api.register();
        Account admin = accounts.createAdmin();
        String narrow = Api.createToken(admin, "narrow", List.of("jobs:read", "jobs:write", "account"));
        Sender owner = new Sender(alice, "", "");
        return Endpoint.of(Access.JOB, Access.FILE).stream().flatMap(row -> Stream.of(bob.token(), narrow)
                .map(token -> dynamicTest(row + (token.equals(narrow) ? ", admin without scope" : ", user"), () -> {
                    // Given
                    String foreign = world.object(row, alice, admin);
                    String missing = UUID.randomUUID().toString();
                    // When
                    Response answer = world.send(row, as(token), foreign, owner);
                    // Then
                    if (row.access() == Access.JOB) {
                        assertProblem(answer, 404, "JOB_NOT_FOUND", "Job not found");
                    } else {
                        assertProblem(answer, 404, "FILE_NOT_FOUND", "File not found or expired");
                    }
                    assertThat(SameAnswer.of(answer, foreign))
                            .isEqualTo(SameAnswer.of(world.send(row, as(token), missing, owner), missing));
                    world.send(row, as(alice), foreign, owner).then().statusCode(200);
                })));
    }
}
