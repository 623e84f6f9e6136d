package org.meshgate.jobs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.FinishedJobs.MESH;
import static org.meshgate.testing.FinishedJobs.PICTURE;
import static org.meshgate.testing.FinishedJobs.content;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.FinishedJobs.Traces;
import org.meshgate.testing.FinishedJobs.WithFiles;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.TestClock;

/** The links in answers about jobs: what each of them opens, and what not. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobLinksTest {

    private static final String INVALID = "This link is not valid.";

    @Inject
    FinishedJobs jobs;

    @Inject
    Accounts accounts;

    @Inject
    TestClock clock;

    private Account alice;
    private WithFiles made;
    private String mesh;
    private String picture;

    @BeforeEach
    void linksOfAStatus() {
        alice = Api.register();
        made = jobs.withFiles(alice.userId());
        Response status = Jobs.status(alice, made.id());
        mesh = status.path("result.mesh_url");
        picture = status.path("result.thumbnail_url");
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void everyLinkInAResponseOpensWithoutAHeader() {
        Response info = as(alice).get(Jobs.job(made.id()) + "/info");
        Awaitility.await()
                .untilAsserted(
                        () -> as(alice).get(Jobs.HISTORY).then().body("jobs.job_id", equalTo(List.of(made.id()))));
        Response history = as(alice).get(Jobs.HISTORY);
        for (String link : List.of(
                mesh,
                info.<String>path("mesh_download_urls.direct_download"),
                history.<String>path("jobs[0].result.mesh_url"))) {
            assertOpens(link, MESH);
        }
        for (String link : List.of(
                picture,
                info.<String>path("thumbnail_download_urls.direct_download"),
                history.<String>path("jobs[0].result.thumbnail_url"))) {
            assertOpens(link, PICTURE);
        }
        open(info.path("mesh_download_urls.base64_download"))
                .then()
                .statusCode(200)
                .body("base64_data", equalTo("data:model/gltf-binary;base64,MDEyMzQ1Njc4OQ=="));
        open(info.path("thumbnail_download_urls.base64_download"))
                .then()
                .statusCode(200)
                .body("base64_data", equalTo("data:image/png;base64,YSBwaWN0dXJl"));
    }

    private static void assertOpens(String link, String content) {
        open(link).then().statusCode(200).body(equalTo(content));
        given().urlEncodingEnabled(false)
                .head(link)
                .then()
                .statusCode(200)
                .header("Content-Length", Integer.toString(content.length()));
        given().urlEncodingEnabled(false)
                .header("Range", "bytes=2-3")
                .get(link)
                .then()
                .statusCode(206)
                .body(equalTo(content.substring(2, 4)));
        open(link + "&filename=chair")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("filename=\"chair."));
        open(link + "&format=base64").then().statusCode(200).body("base64_data", containsString(";base64,"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer garbage", "Bearer " + Api.UNKNOWN_TOKEN, "Basic eDp5"})
    void ignoresAuthorizationHeaderBesideALink(String header) {
        given().urlEncodingEnabled(false)
                .header("Authorization", header)
                .get(mesh)
                .then()
                .statusCode(200)
                .body(equalTo(MESH));
    }

    @Test
    void rejectsAlteredLink() {
        Account bob = Api.register();
        String others = Jobs.status(bob, jobs.withFiles(bob.userId()).id()).path("result.mesh_url");
        String second = Jobs.status(alice, jobs.withFiles(alice.userId()).id()).path("result.mesh_url");
        Account admin = accounts.createAdmin();
        String exp = mesh.replaceFirst(".*[?&]exp=(\\d+).*", "$1");
        for (String altered : List.of(
                mesh.replace("exp=" + exp, "exp=" + (Long.parseLong(exp) + 1800)),
                mesh.replace("exp=" + exp + "&", ""),
                mesh.replaceFirst("&sig=.*", ""),
                mesh.replaceFirst(".$", mesh.endsWith("A") ? "E" : "A"),
                mesh.replace(alice.userId(), bob.userId()),
                mesh.replace("sig=" + alice.userId(), "sig=-"),
                path(mesh) + query(others),
                path(mesh) + query(second),
                path(mesh) + query(picture),
                path(picture) + query(mesh),
                path(others) + query(mesh))) {
            assertProblem(open(altered), 403, "LINK_INVALID", INVALID).body(not(containsString(MESH)));
            // and beside a token it is not looked at
            assertProblem(
                    as(Api.register()).urlEncodingEnabled(false).get(altered),
                    403,
                    "ACCESS_DENIED",
                    "Access denied to this job");
            as(admin).urlEncodingEnabled(false).get(altered).then().statusCode(200);
        }
    }

    @Test
    void linkExpires() {
        clock.advance(Duration.ofDays(7).plusSeconds(1));
        assertProblem(open(mesh), 403, "LINK_EXPIRED", containsString("This link has expired."));
        assertProblem(open(picture), 403, "LINK_EXPIRED", containsString("This link has expired."));
    }

    @Test
    void linkOfADeletedJobIs404() {
        as(alice).delete(Jobs.job(made.id())).then().statusCode(200);
        assertProblem(open(mesh), 404, "JOB_NOT_FOUND", "Job not found");
        assertProblem(open(picture), 404, "JOB_NOT_FOUND", "Job not found");
    }

    @Test
    void linkOfADeletedUserIsRejected() {
        Account admin = accounts.createAdmin();
        as(admin).delete(Api.ADMIN_USERS + "/" + alice.userId()).then().statusCode(200);
        assertProblem(open(mesh), 403, "LINK_INVALID", INVALID);
        assertThat(content(made.mesh())).isEqualTo(MESH);
        as(admin).get(Jobs.job(made.id()) + "/download").then().statusCode(200).body(equalTo(MESH));
    }

    @Test
    void administratorsLinkOpensForeignJob() {
        Account admin = accounts.createAdmin();
        String link = Jobs.status(admin, made.id()).path("result.mesh_url");
        assertThat(link).contains("sig=" + admin.userId() + ".");
        open(link).then().statusCode(200).body(equalTo(MESH));
        // and nobody else's job is open to the user who is named in it
        assertProblem(open(link.replace(admin.userId(), alice.userId())), 403, "LINK_INVALID", INVALID);
    }

    @Test
    void linkOpensOnlyItsFile() {
        String query = query(mesh);
        Traces before = jobs.traces(made.id());
        String job = Jobs.job(made.id());
        for (String path : List.of(job, job + "/info", Jobs.HISTORY, Jobs.STATS)) {
            assertProblem(
                    given().urlEncodingEnabled(false).get(path + query),
                    401,
                    "TOKEN_REQUIRED",
                    containsString("missing"));
        }
        for (String path : List.of(job, job + "/result")) {
            assertProblem(
                    given().urlEncodingEnabled(false).delete(path + query),
                    401,
                    "TOKEN_REQUIRED",
                    containsString("missing"));
        }
        assertProblem(
                given().urlEncodingEnabled(false).post(job + "/cancel" + query),
                401,
                "TOKEN_REQUIRED",
                containsString("missing"));
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            assertThat(given().urlEncodingEnabled(false).request(method, mesh).statusCode())
                    .as(method)
                    .isEqualTo(405);
        }
        assertThat(jobs.traces(made.id())).isEqualTo(before);
        assertThat(content(made.mesh())).isEqualTo(MESH);
    }

    private static Response open(String link) {
        return given().urlEncodingEnabled(false).get(link);
    }

    private static String path(String link) {
        return link.substring(0, link.indexOf('?'));
    }

    private static String query(String link) {
        return link.substring(link.indexOf('?'));
    }
}
