package org.meshgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.audit.AuditRequests.AUDIT;
import static org.meshgate.audit.AuditRequests.entries;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Audit entries of access to objects of other users. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class AuditedAccessTest {

    @Inject
    Accounts accounts;

    @Inject
    FinishedJobs jobs;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private Account admin;

    @BeforeEach
    void anAdministrator() {
        clock.advance(Duration.ofHours(3)); // so that a refusal is not one of a test of another class
        admin = accounts.createAdmin();
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void ownJobsAreNotToldAndAPollingAdministratorIsToldOnce() {
        Account alice = Api.register();
        String own = Jobs.submit(admin);
        String job = Jobs.submit(alice);
        Jobs.status(admin, own);
        Jobs.status(alice, job);
        for (int i = 0; i < 5; i++) {
            Jobs.status(admin, job).then().statusCode(200);
        }
        as(admin).post(Jobs.job(job) + "/cancel").then().statusCode(200);
        Awaitility.await().untilAsserted(() -> assertThat(entries(admin, "?user=" + alice.userId()).stream()
                        .filter(entry -> job.equals(entry.get("target")))
                        .map(entry -> entry.get("action") + " " + entry.get("user_id")))
                .containsExactlyInAnyOrder("job_cancel " + admin.userId(), "job_read " + admin.userId()));
        assertThat(redis.audit()).doesNotContain(own);
    }

    @Test
    void aRefusedJobAccessIsRecordedOnceWithItsOwner() {
        Account alice = Api.register();
        Account mallory = Api.register();
        String job = Jobs.submit(alice);
        for (int i = 0; i < 3; i++) {
            Jobs.status(mallory, job).then().statusCode(403);
        }
        as(mallory).get(AUDIT).then().statusCode(403);
        Awaitility.await().untilAsserted(() -> {
            List<Map<String, Object>> told = entries(admin, "?action=access_refused&user=" + mallory.userId());
            assertThat(told)
                    .extracting(entry -> entry.get("outcome"))
                    .containsExactly("ADMIN_REQUIRED", "ACCESS_DENIED");
            assertThat(told.get(1))
                    .containsEntry("target", job)
                    .containsEntry("address", "127.0.0.1")
                    .containsEntry(
                            "details",
                            Map.of("method", "GET", "owner", alice.userId(), "route", "/api/v1/system/jobs/{job_id}"));
        });
        assertThat(entries(admin, "?action=access_refused&user=" + alice.userId()))
                .hasSize(1);
    }

    @Test
    void listsAndUsersThatAnAdministratorLooksAtAreToldOnce() {
        Account alice = Api.register();
        Jobs.submit(alice);
        for (int i = 0; i < 3; i++) {
            as(admin).get(Jobs.JOBS + "/history").then().statusCode(200);
            as(admin).get(ADMIN_USERS).then().statusCode(200);
            as(admin).get(ADMIN_USERS + "/" + alice.userId()).then().statusCode(200);
        }
        as(alice).get(Jobs.JOBS + "/history").then().statusCode(200);
        Awaitility.await().untilAsserted(() -> assertThat(entries(admin, "?limit=500&user=" + admin.userId()))
                .extracting(entry -> entry.get("action") + " " + entry.get("target"))
                .containsExactlyInAnyOrder("job_list null", "user_list null", "user_read " + alice.userId()));
    }

    @Test
    void anAdministratorsRefusedCancellationIsRecordedWithTheReason() {
        Account alice = Api.register();
        String job = jobs.withFiles(alice.userId()).id();
        as(admin).post(Jobs.job(job) + "/cancel").then().statusCode(409);
        assertThat(entries(admin, "?action=job_cancel&user=" + alice.userId()))
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("outcome", "JOB_FINISHED")
                        .containsEntry("target", job)
                        .containsEntry("user_id", admin.userId()));
    }

    @Test
    void uploadsOfOthersThatAnAdministratorReachesAreTold() {
        Account alice = Api.register();
        String upload = as(alice)
                .multiPart("file", "cube.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n".getBytes(), "model/obj")
                .post("/api/v1/file-upload/mesh")
                .then()
                .statusCode(200)
                .extract()
                .path("file_id");
        as(alice).get("/api/v1/file-upload/metadata/" + upload).then().statusCode(200);
        as(Api.register()).get("/api/v1/file-upload/metadata/" + upload).then().statusCode(403);
        as(admin).get("/api/v1/file-upload/list").then().statusCode(200);
        as(admin).get("/api/v1/file-upload/metadata/" + upload).then().statusCode(200);
        as(admin).delete("/api/v1/file-upload/" + upload).then().statusCode(200);
        Awaitility.await().untilAsserted(() -> assertThat(entries(admin, "?limit=500&user=" + alice.userId()))
                .filteredOn(entry -> upload.equals(entry.get("target")))
                .extracting(entry -> entry.get("action") + " " + entry.get("outcome"))
                .containsExactlyInAnyOrder(
                        "upload_read success", "upload_delete success", "access_refused FILE_ACCESS_DENIED"));
        assertThat(entries(admin, "?action=upload_list&user=" + admin.userId())).hasSize(1);
    }
}
