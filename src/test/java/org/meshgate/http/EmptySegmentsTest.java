package org.meshgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.Routes;
import org.meshgate.testing.Routes.Route;

/** What a script asks for whose variable is empty: never the thing that contains the one that it meant. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class EmptySegmentsTest {

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    private final HttpClient client = HttpClient.newHttpClient();

    @Inject
    Accounts accounts;

    @TestHTTPResource("/")
    URI server;

    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "/.", "/./", "/x/..", "/;id=1", "/%2e"})
    void revokingTheTokenOfNoNameRevokesNone(String end) {
        // Given
        Api.Account alice = Api.register();
        String app = Api.createToken(alice, "app");
        // When
        Response response = as(alice).urlEncodingEnabled(false).delete(TOKENS + end);
        // Then
        assertProblem(response, 404, "NOT_FOUND", "There is no such route. See /docs for those there are.");
        as(app).get(Api.ME).then().statusCode(200);
    }

    /** For the caller with the most rights, so that nothing else refuses. */
    @Test
    void rejectsEmptyPathSegments() throws IOException, InterruptedException {
        // Given
        String admin = accounts.createAdmin().token();
        // When each parameter of each route is left empty, and each DELETE has a slash at its end
        Set<String> answered = new LinkedHashSet<>();
        List<Route> routes = Routes.all();
        for (Route route : routes) {
            String method = route.name().substring(0, route.name().indexOf(' '));
            String path = route.name().substring(method.length() + 1);
            for (String wrong : withEmptySegments(method, path)) {
                int status = status(method, wrong, admin);
                if (status != 404 && status != 405) {
                    answered.add(method + " " + wrong + " " + status);
                }
            }
        }
        // Then
        assertThat(routes).hasSizeGreaterThan(50);
        assertThat(answered).isEmpty();
        as(admin).get(Api.ME).then().statusCode(200).body("user.role", equalTo("admin"));
    }

    /** By a client that corrects no path. */
    private int status(String method, String path, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + token)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static Set<String> withEmptySegments(String method, String path) {
        Set<String> wrong = new LinkedHashSet<>();
        Matcher parameters = PARAMETER.matcher(path);
        while (parameters.find()) {
            if (method.equals("GET") && parameters.end() == path.length()) {
                continue; // a list instead of one thing changes nothing
            }
            String empty = path.substring(0, parameters.start()) + path.substring(parameters.end());
            wrong.add(PARAMETER.matcher(empty).replaceAll("x"));
        }
        if (path.startsWith("/api/") && method.equals("DELETE")) {
            wrong.add(PARAMETER.matcher(path).replaceAll("x") + "/");
        }
        return wrong;
    }
}
