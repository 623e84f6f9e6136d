package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.SERVICE_ACCOUNTS;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.AuditEntries;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Tokens for some networks only, of clients behind a trusted proxy. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.Throttling.class)
class TokenNetworksTest {

    private static final String DETAIL = "The networks of this token do not allow this request.";
    private static final String OFFICE = "198.51.100.0/24";
    private static final String DESK = "198.51.100.7";
    private static final String ELSEWHERE = "203.0.113.9";

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    AuditEntries audit;

    @Inject
    FinishedJobs jobs;

    private Account admin;

    @BeforeEach
    void anAdministrator() {
        admin = accounts.createAdmin();
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.0/24, 198.51.100.255, 198.51.101.0",
        "198.51.100.7, 198.51.100.7, 198.51.100.8",
        "198.51.100.0/24, ::ffff:198.51.100.1, ::ffff:198.51.101.1",
        "::ffff:198.51.100.0/120, 198.51.100.1, 198.51.101.1",
        "2001:db8:1::/48, 2001:db8:1:ffff::1, 2001:db8:2::1",
        "2001:db8::1, 2001:db8::1, 2001:db8::2",
        "0.0.0.0/0, 203.0.113.9, 2001:db8::1",
        "::/0, 2001:db8::1, 203.0.113.9"
    })
    void aTokenIsUsedFromItsNetworksOnly(String network, String inside, String outside) {
        String token = token(admin, List.of(network)).path("token");
        assertThat(get(token, inside, ME).statusCode()).isEqualTo(200);
        // And verified before, it is refused all the same
        assertRefused(get(token, outside, ME));
        assertThat(get(token, inside, ME).statusCode()).isEqualTo(200);
        // The proxy itself is in none of them, but the first of all
        assertThat(as(token).get(ME).statusCode()).isEqualTo(network.equals("0.0.0.0/0") ? 200 : 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/auth/verify",
                "/api/v1/system/jobs/history",
                "/api/v1/system/jobs/unknown/events",
                "/api/v1/users/admin/users",
                "/api/v1/system/features"
            })
    void everyRouteAsksForTheNetwork(String route) {
        String token = token(admin, List.of(OFFICE)).path("token");
        assertRefused(get(token, ELSEWHERE, route));
        assertThat(get(token, DESK, route).statusCode()).isNotEqualTo(403);
    }

    @Test
    void signedLinksWorkFromEverywhere() {
        String job = jobs.withFiles(admin.userId()).id();
        String token = token(admin, List.of(OFFICE)).path("token");
        String url = get(token, DESK, "/api/v1/system/jobs/" + job).path("result.mesh_url");
        String path = url.substring(url.indexOf("/api/"));
        assertRefused(get(token, ELSEWHERE, path.replaceFirst("\\?.*", "")));
        Response opened =
                RemoteVisitors.from(ELSEWHERE).urlEncodingEnabled(false).get(path);
        assertThat(opened.asString()).isEqualTo(FinishedJobs.MESH);
    }

    @Test
    void aRefusalIsInTheAuditOfTheOwner() {
        Response made = token(admin, List.of(OFFICE));
        assertRefused(get(made.path("token"), ELSEWHERE, ME));
        assertThat(audit.about("", "access_refused"))
                .containsEntry("outcome", "NETWORK_NOT_ALLOWED")
                .containsEntry("user_id", admin.userId())
                .containsEntry("token_id", made.path("token_info.id"))
                .containsEntry("address", ELSEWHERE);
        as(admin)
                .get(TOKENS)
                .then()
                .body("tokens.find { it.kind == 'api' && it.name == 'app' }.last_used_at", nullValue());
    }

    @Test
    void theListShowsNetworksAndTheLastAddress() {
        Response made = token(admin, List.of("198.51.100.7/24", "198.51.100.0/24", "2001:DB8:0::/32", "192.0.2.1"));
        List<String> networks = List.of("198.51.100.0/24", "2001:db8::/32", "192.0.2.1");
        made.then()
                .body("token_info.allowed_networks", equalTo(networks))
                .body("token_info.last_used_from", nullValue());
        String token = made.path("token");
        for (String address : List.of(DESK, "2001:db8:1:2::3", "::ffff:192.0.2.1")) {
            get(token, address, ME)
                    .then()
                    .statusCode(200)
                    .body("token.allowed_networks", equalTo(networks))
                    .body("token.last_used_from", equalTo(address.replace("::ffff:", "")));
        }
        String entry = "tokens.find { it.id == '" + made.path("token_info.id") + "' }.";
        as(admin)
                .get(TOKENS)
                .then()
                .body(entry + "allowed_networks", equalTo(networks))
                .body(entry + "last_used_from", equalTo("192.0.2.1"));
    }

    @Test
    void aRotatedTokenKeepsItsNetworks() {
        Response made = token(admin, List.of(OFFICE));
        Response rotated = as(admin)
                .contentType(ContentType.JSON)
                .body("{}")
                .post(TOKENS + "/" + made.path("token_info.id") + "/rotate");
        rotated.then().statusCode(200).body("token_info.allowed_networks", equalTo(List.of(OFFICE)));
        assertRefused(get(rotated.path("token"), ELSEWHERE, ME));
        assertThat(get(rotated.path("token"), DESK, ME).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenMakesNoneForFurtherNetworks() {
        String token = token(admin, List.of(OFFICE, "2001:db8::/32")).path("token");
        // Without networks of its own, the new one has those of its maker
        make(token, "{\"token_name\":\"same\"}")
                .then()
                .statusCode(200)
                .body("token_info.allowed_networks", equalTo(List.of(OFFICE, "2001:db8::/32")));
        make(token, "{\"token_name\":\"fewer\",\"allowed_networks\":[\"198.51.100.64/26\"]}")
                .then()
                .statusCode(200)
                .body("token_info.allowed_networks", equalTo(List.of("198.51.100.64/26")));
        for (String wider : List.of("198.51.100.0/23", "0.0.0.0/0", "203.0.113.9", "2001:db8::/31", "::/0")) {
            assertProblem(
                    make(
                            token,
                            "{\"token_name\":\"wider\",\"allowed_networks\":[\"" + OFFICE + "\",\"" + wider + "\"]}"),
                    422,
                    "VALIDATION_FAILED",
                    startsWith("allowed_networks must be within those of your token"));
        }
        // And it does not get at a token for more networks by rotation
        String id = make(admin.token(), "{\"token_name\":\"anywhere\"}").path("token_info.id");
        Response rotated = RemoteVisitors.from(DESK)
                .header("Authorization", "Bearer " + token)
                .contentType(ContentType.JSON)
                .body("{}")
                .post(TOKENS + "/" + id + "/rotate");
        assertRefused(rotated);
    }

    @Test
    void tokensOfServiceAccountsHaveNetworks() {
        Response made = as(admin)
                .contentType(ContentType.JSON)
                .body(Map.of("name", unique("gpu-"), "allowed_networks", List.of(OFFICE)))
                .post(SERVICE_ACCOUNTS);
        made.then().statusCode(200).body("token_info.allowed_networks", equalTo(List.of(OFFICE)));
        Response further = as(admin)
                .contentType(ContentType.JSON)
                .body(Map.of("allowed_networks", List.of(ELSEWHERE)))
                .post(SERVICE_ACCOUNTS + "/" + made.path("user.user_id") + "/tokens");
        further.then().statusCode(200).body("token_info.allowed_networks", equalTo(List.of(ELSEWHERE)));
        assertThat(heartbeat(made, DESK).statusCode()).isEqualTo(200);
        assertRefused(heartbeat(made, ELSEWHERE));
        assertThat(heartbeat(further, ELSEWHERE).statusCode()).isEqualTo(200);
        assertRefused(heartbeat(further, DESK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[null]",
                "[\"\"]",
                "[\"office\"]",
                "[\"10.0.0.0/33\"]",
                "[\"10.0.0\"]",
                "[\"::/129\"]",
                "[\"fe80::1%eth0\"]",
                "[\"10.0.0.0/8\",\"10.0.0.0/8/8\"]",
                "[5]",
                "[[\"10.0.0.0/8\"]]",
                "\"10.0.0.0/8\"",
                "{}"
            })
    void whatIsNoListOfNetworksIsRefused(String networks) {
        for (String path : List.of(TOKENS, SERVICE_ACCOUNTS)) {
            assertThat(as(admin)
                            .contentType(ContentType.JSON)
                            .body("{\"token_name\":\"app\",\"name\":\"" + unique("gpu-") + "\",\"allowed_networks\":"
                                    + networks + "}")
                            .post(path)
                            .<String>path("error"))
                    .isEqualTo("VALIDATION_FAILED");
        }
    }

    @Test
    void aTokenHasAtMostFiftyNetworks() {
        List<String> fifty =
                IntStream.range(0, 50).mapToObj(i -> "10.0." + i + ".0/24").toList();
        String token = token(admin, fifty).path("token");
        assertThat(get(token, "10.0.49.1", ME).statusCode()).isEqualTo(200);
        assertRefused(get(token, "10.0.50.1", ME));
        for (List<String> many : List.of(Collections.nCopies(51, OFFICE), Collections.nCopies(1000, OFFICE))) {
            assertProblem(
                    token(admin, many),
                    422,
                    "VALIDATION_FAILED",
                    startsWith("allowed_networks must be 1 to 50 addresses or networks"));
        }
    }

    /** A list that cannot be read must not open the token to all networks. */
    @Test
    void aRecordWithBrokenNetworksIsNoToken() {
        String token = token(admin, List.of(OFFICE)).path("token");
        String key = "3daigc:token:" + Api.sha256(token);
        String record = redis.send(Command.GET, key).toString();
        redis.send(Command.SET, key, record.replace(OFFICE, "everywhere"));
        assertThat(get(token, DESK, ME).<String>path("error")).isEqualTo("INVALID_TOKEN");
    }

    private static Response token(Account owner, List<String> networks) {
        return as(owner)
                .contentType(ContentType.JSON)
                .body(Map.of("token_name", "app", "allowed_networks", networks))
                .post(TOKENS);
    }

    private static Response make(String token, String body) {
        return RemoteVisitors.from(DESK)
                .header("Authorization", "Bearer " + token)
                .contentType(ContentType.JSON)
                .body(body)
                .post(TOKENS);
    }

    private static Response get(String token, String address, String path) {
        return RemoteVisitors.from(address)
                .header("Authorization", "Bearer " + token)
                .get(path);
    }

    private static Response heartbeat(Response made, String address) {
        return RemoteVisitors.from(address)
                .header("Authorization", "Bearer " + made.path("token"))
                .contentType(ContentType.JSON)
                .body("{\"worker_id\":\"w\",\"jobs\":[]}")
                .post("/api/v1/worker/heartbeat");
    }

    private static void assertRefused(Response response) {
        assertProblem(response, 403, "NETWORK_NOT_ALLOWED", DETAIL);
    }
}
