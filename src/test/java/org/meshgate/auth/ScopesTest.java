package org.meshgate.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Jobs.HISTORY;
import static org.meshgate.testing.Jobs.job;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** What scopes mean for the rights of a token; which route needs which is in {@link EndpointMatrixTest}. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ScopesTest {

    @Inject
    Accounts accounts;

    @Inject
    FinishedJobs jobs;

    @Inject
    RedisView redis;

    @Test
    void tokenHasTheScopesOfTheRole() {
        as(Api.register())
                .get(Api.ME)
                .then()
                .statusCode(200)
                .body("token.scopes", contains("jobs:read", "jobs:write", "account"));
        as(accounts.createAdmin())
                .get(Api.ME)
                .then()
                .statusCode(200)
                .body("token.scopes", contains("jobs:read", "jobs:write", "account", "admin"));
    }

    @Test
    void newTokenHasTheRequestedScopes() {
        Api.Account alice = Api.register();
        Response made = create(alice.token(), "[\"account\",\"jobs:read\",\"account\"]");
        made.then().statusCode(200).body("token_info.scopes", contains("jobs:read", "account"));
        as(made.<String>path("token"))
                .get(TOKENS)
                .then()
                .statusCode(200)
                .body("tokens.scopes", hasItem(List.of("jobs:read", "account")));
    }

    @Test
    void newTokenCannotWidenItsCreatorsScopes() {
        // Given a token for the account alone
        Api.Account alice = Api.register();
        String narrow = Api.createToken(alice, "narrow", List.of("account"));
        // Then it makes no wider one
        assertProblem(
                        create(narrow, "[\"account\",\"jobs:read\"]"),
                        403,
                        "INSUFFICIENT_SCOPE",
                        containsString("lacks the scope jobs:read."))
                .header("WWW-Authenticate", containsString("scope=\"jobs:read\""));
        // And one that says nothing is as narrow
        Response silent = create(narrow, "null");
        silent.then().statusCode(200).body("token_info.scopes", contains("account"));
        assertProblem(
                as(silent.<String>path("token")).get(HISTORY), 403, "INSUFFICIENT_SCOPE", containsString("jobs:read"));
    }

    @Test
    void scopesNeverWidenTheRole() {
        // Given
        Api.Account alice = Api.register();
        assertProblem(create(alice.token(), "[\"admin\"]"), 403, "ADMIN_REQUIRED", "Admin access required");
        as(alice).get(TOKENS).then().body("total_count", equalTo(1));
        // When an administrator with a token for all is one no more
        Api.Account admin = accounts.createAdmin();
        String all = Api.createToken(admin, "all", List.of("jobs:read", "account", "admin"));
        as(all).get(Api.ADMIN_USERS).then().statusCode(200);
        String key = "user:" + admin.userId();
        redis.set(key, redis.get(key).replace("\"role\":\"admin\"", "\"role\":\"user\""));
        // Then neither is the token
        assertProblem(as(all).get(Api.ADMIN_USERS), 403, "ADMIN_REQUIRED", "Admin access required");
        as(all).get(Api.ME).then().statusCode(200).body("token.scopes", contains("jobs:read", "account"));
    }

    @Test
    void administratorWithoutTheScopeSeesOnlyOwnJobs() {
        // Given
        Api.Account admin = accounts.createAdmin();
        String foreign = Jobs.submit(Api.register());
        String own = Jobs.submit(admin);
        String narrow = Api.createToken(admin, "narrow", List.of("jobs:read", "jobs:write"));
        // Then
        as(admin).get(job(foreign)).then().statusCode(200);
        as(narrow).get(job(own)).then().statusCode(200);
        assertProblem(as(narrow).get(job(foreign)), 403, "ACCESS_DENIED", "Access denied to this job");
        assertProblem(as(narrow).delete(job(foreign)), 403, "ACCESS_DENIED", "Access denied to this job");
        as(narrow).get(HISTORY).then().statusCode(200).body("jobs.job_id", contains(own));
    }

    @Test
    void linksAreShownToReadersAndOpenTheFile() {
        Api.Account alice = Api.register();
        FinishedJobs.WithFiles job = jobs.withFiles(alice.userId());
        String reader = Api.createToken(alice, "reader", List.of("jobs:read"));
        String writer = Api.createToken(alice, "writer", List.of("jobs:write", "account"));
        String link =
                as(reader).get(job(job.id())).then().statusCode(200).extract().path("result.mesh_url");
        given().get(link).then().statusCode(200).body(equalTo(FinishedJobs.MESH));
        for (String path : List.of(job(job.id()), job(job.id()) + "/info", HISTORY, job(job.id()) + "/download")) {
            as(writer).get(path).then().statusCode(403).body("error", equalTo("INSUFFICIENT_SCOPE"));
        }
        as(writer).post(job(job.id()) + "/cancel").then().statusCode(409).body(not(containsString("sig=")));
        as(writer).delete(job(job.id())).then().statusCode(200).body(not(containsString("sig=")));
    }

    @Test
    void missingScopesMeanAllAndUnknownScopesGrantNothing() {
        Api.Account alice = Api.register();
        String token = Api.createToken(alice, "odd", List.of("jobs:read"));
        String key = "token:" + Api.sha256(token);
        String record = redis.get(key);
        assertThat(record).contains("\"scopes\":[\"jobs:read\"]");
        redis.set(key, record.replace("[\"jobs:read\"]", "[\"jobs:read\",\"of a later version\"]"));
        as(token).get(HISTORY).then().statusCode(200);
        as(token).get(Api.ME).then().statusCode(403);
        redis.set(key, record.replace(",\"scopes\":[\"jobs:read\"]", ""));
        as(token).get(Api.ME).then().statusCode(200);
        redis.set(key, record.replace("[\"jobs:read\"]", "\"everything\""));
        assertProblem(as(token).get(HISTORY), 401, "INVALID_TOKEN", "Invalid token");
    }

    @Test
    void anyTokenCanLogOut() {
        Api.Account alice = Api.register();
        String token = Api.createToken(alice, "writer", List.of("jobs:write"));
        as(token).post(Api.USERS + "/logout").then().statusCode(200);
        assertProblem(as(token).get(HISTORY), 401, "INVALID_TOKEN", "Invalid token");
    }

    private static Response create(String token, String scopes) {
        return as(token)
                .contentType("application/json")
                .body("{\"token_name\":\"new\",\"scopes\":" + scopes + "}")
                .post(TOKENS);
    }
}
