package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.FinishedJobs.MESH;
import static org.meshgate.testing.FinishedJobs.content;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.FinishedJobs.WithFiles;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** The jobs of deleted users. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class AdministrationOfJobsTest {

    @Inject
    Accounts accounts;

    @Inject
    FinishedJobs jobs;

    @Inject
    RedisView redis;

    private Account admin;
    private Account alice;
    private String waiting;
    private WithFiles made;

    @BeforeEach
    void aUserWithTwoJobs() {
        admin = accounts.createAdmin();
        alice = Api.register();
        waiting = Jobs.submit(alice);
        made = jobs.withFiles(alice.userId());
        Jobs.status(alice, made.id()).then().statusCode(200);
        Awaitility.await()
                .untilAsserted(() ->
                        as(admin).get(ADMIN_USERS + "/" + alice.userId()).then().body("jobs_count", equalTo(2)));
    }

    @Test
    void oneUserIsShownWithTheNumberOfTheirJobs() {
        Jobs.submit(Api.register());
        as(admin)
                .get(ADMIN_USERS + "/" + alice.userId())
                .then()
                .statusCode(200)
                .body("jobs_count", equalTo(2))
                .body("tokens_count", equalTo(1));
        as(alice).delete(Jobs.job(waiting)).then().statusCode(200);
        as(admin).get(ADMIN_USERS + "/" + alice.userId()).then().body("jobs_count", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?jobs=keep"})
    void jobsOfADeletedUserAreKeptForAdministratorsAndThoseThatWaitAreCancelled(String query) {
        // When
        as(admin)
                .delete(ADMIN_USERS + "/" + alice.userId() + query)
                .then()
                .statusCode(200)
                .body("success", equalTo(true));
        // Then
        Jobs.status(admin, waiting).then().statusCode(200).body("status", equalTo("cancelled"));
        assertThat(redis.send(Command.ZSCORE, "3daigc:queue:pending", waiting)).isNull();
        as(admin).get(Jobs.job(made.id()) + "/download").then().statusCode(200).body(equalTo(MESH));
        as(admin)
                .get(Jobs.HISTORY + "?limit=500")
                .then()
                .body("jobs.job_id", hasItem(waiting))
                .body("jobs.job_id", hasItem(made.id()));
        // And neither a stranger nor a new user of the same name sees them
        for (Account other : List.of(Api.register(), Api.register(alice.username()))) {
            for (String id : List.of(waiting, made.id())) {
                assertProblem(Jobs.status(other, id), 403, "ACCESS_DENIED", "Access denied to this job");
            }
            as(other).get(Jobs.HISTORY).then().body("pagination.total", equalTo(0));
        }
    }

    @Test
    void jobsOfADeletedUserGoWithEverythingWhenThatIsAskedFor() {
        String working = jobs.processing(alice.userId());
        Jobs.status(admin, working).then().statusCode(200);
        Awaitility.await()
                .untilAsserted(() ->
                        as(admin).get(ADMIN_USERS + "/" + alice.userId()).then().body("jobs_count", equalTo(3)));
        WithFiles other = jobs.withFiles(Api.register().userId());
        // When
        as(admin)
                .delete(ADMIN_USERS + "/" + alice.userId() + "?jobs=delete")
                .then()
                .statusCode(200);
        // Then
        for (String id : List.of(waiting, made.id(), working)) {
            assertProblem(Jobs.status(admin, id), 404, "JOB_NOT_FOUND", "Job not found");
            assertThat(jobs.traces(id)).isEqualTo(new FinishedJobs.Traces(null, null, null, false, false));
        }
        assertThat(content(made.mesh())).isNull();
        assertThat(content(made.picture())).isNull();
        assertThat(redis.dump()).doesNotContain(alice.userId());
        // And nobody else's are touched
        as(admin).get(Jobs.job(other.id()) + "/download").then().statusCode(200).body(equalTo(MESH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "DELETE", "delete,keep"})
    void anUnknownParameterValueIsRefusedAndNoUserIsDeleted(String wish) {
        assertProblem(
                        as(admin).delete(ADMIN_USERS + "/" + alice.userId() + "?jobs=" + wish),
                        422,
                        "VALIDATION_FAILED",
                        "jobs must be keep or delete")
                .body("errors.field", equalTo(List.of("jobs")));
        as(alice).get(Api.ME).then().statusCode(200);
        Jobs.status(alice, waiting).then().statusCode(200).body("status", equalTo("queued"));
    }
}
