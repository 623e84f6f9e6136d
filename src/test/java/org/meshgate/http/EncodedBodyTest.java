package org.meshgate.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.caller.Scope;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Endpoint;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.Workers;

/** Bodies with a {@code Content-Encoding}: no route decodes one, and none takes it for what it is not. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class EncodedBodyTest {

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final String LOGIN = USERS + "/login";

    @Inject
    Accounts accounts;

    @TestFactory
    Stream<DynamicTest> everyRouteRefusesOne() {
        Account admin = accounts.createAdmin();
        String worker = Workers.create(admin).token();
        List<Endpoint> routes = Endpoint.all().stream()
                .filter(route -> WITH_BODY.contains(route.method()))
                .toList();
        assertThat(routes).hasSizeGreaterThan(25);
        return routes.stream()
                .map(route -> DynamicTest.dynamicTest(route.name(), () -> {
                    // Given
                    boolean forWorkers =
                            route.scope().filter(Scope.WORKER::equals).isPresent();
                    RequestSpecification request =
                            as(forWorkers ? worker : admin.token()).header("Content-Encoding", "gzip");
                    boolean isUpload = route.body().matches("cat\\.(png|glb)");
                    request = isUpload
                            ? request.multiPart("file", route.body(), new byte[] {1})
                            : request.contentType(ContentType.JSON).body("{}");
                    // When
                    Response response = request.request(route.method(), route.url("no-object"));
                    // Then
                    assertProblem(response, 415, "UNSUPPORTED_MEDIA_TYPE", containsString("Content-Encoding"))
                            .header("Accept-Encoding", equalTo("identity"));
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "br", "deflate, gzip", "identity, gzip", "x-unknown"})
    void rejectsEveryContentCoding(String coding) throws IOException {
        Account alice = Api.register();
        assertProblem(login(coding, gzip(credentials(alice))), 415, "UNSUPPORTED_MEDIA_TYPE", containsString(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "Identity", ""})
    void acceptsIdentityEncoding(String coding) {
        Account alice = Api.register();
        login(coding, credentials(alice)).then().statusCode(200);
    }

    @Test
    void acceptsRequestWithoutABody() {
        Account alice = Api.register();
        as(alice).header("Content-Encoding", "gzip").get(Api.ME).then().statusCode(200);
        as(alice)
                .header("Content-Encoding", "gzip")
                .post(USERS + "/logout")
                .then()
                .statusCode(200);
    }

    @Test
    void aStrangerIsToldThatATokenIsNeeded() {
        assertProblem(
                given().header("Content-Encoding", "gzip")
                        .contentType(ContentType.JSON)
                        .body("{}")
                        .post(Api.TOKENS),
                401,
                "TOKEN_REQUIRED",
                containsString(""));
    }

    private static Response login(String coding, byte[] body) {
        return given().header("Content-Encoding", coding)
                .contentType(ContentType.JSON)
                .body(body)
                .post(LOGIN);
    }

    private static byte[] credentials(Account account) {
        return ("{\"username\":\"" + account.username() + "\",\"password\":\"" + Api.PASSWORD + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }
}
