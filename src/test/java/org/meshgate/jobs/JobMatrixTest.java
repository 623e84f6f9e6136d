package org.meshgate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.FinishedJobs.MESH;
import static org.meshgate.testing.FinishedJobs.PICTURE;
import static org.meshgate.testing.FinishedJobs.content;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Callers;
import org.meshgate.testing.Callers.Caller;
import org.meshgate.testing.Endpoint;
import org.meshgate.testing.Endpoint.Access;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.FinishedJobs.Traces;
import org.meshgate.testing.FinishedJobs.WithFiles;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.TestClock;

/**
 * Every route of a job, with every kind of caller, on jobs of every kind of owner: what is answered, and what it does or
 * leaves alone. The routes are those of {@link Endpoint}.
 */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobMatrixTest {

    private static final String ID = "/api/v1/system/jobs/{job_id}";
    /** What a route does to the job. */
    private enum Effect {
        EMPTY,
        /** Nothing; without a good token it is a matter of the link in the path, which is none here. */
        BY_LINK,
        ENDS,
        DELETES_FILES,
        DELETES
    }

    @Inject
    Callers door;

    @Inject
    FinishedJobs jobs;

    @Inject
    TestClock clock;

    private final List<Caller> callers = new ArrayList<>();

    /** From whose the job is, in words, to the user id. */
    private final Map<String, String> owners = new LinkedHashMap<>();

    private Account alice;
    private Account bob;
    private Account admin;
    private Account carol;

    @BeforeEach
    void everybody() {
        alice = Api.register();
        bob = Api.register();
        carol = Api.register();
        admin = door.newAdmin();
        callers.addAll(List.of(
                door.anonymous(),
                door.withGarbage(),
                door.withUnknownToken(),
                door.withExpiredToken(alice),
                door.withRevokedToken(alice),
                door.deleted(carol, admin),
                door.user("owner", alice),
                door.user("foreign user", bob),
                door.admin(admin)));
        owners.put("the owner's job", alice.userId());
        owners.put("a foreign user's job", bob.userId());
        owners.put("nobody's job", "");
        owners.put("a deleted user's job", carol.userId());
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @TestFactory
    Stream<DynamicTest> jobsAreOpenToTheirOwnersAndAdministratorsOnly() {
        return withId().flatMap(operation -> owners.entrySet().stream().flatMap(owner -> callers.stream()
                .map(caller -> dynamicTest(
                        operation.name() + ", " + owner.getKey() + ", " + caller,
                        () -> check(operation, owner.getValue(), caller)))));
    }

    private void check(Endpoint operation, String owner, Caller caller) {
        // Given
        Effect effect = effect(operation);
        WithFiles job = effect == Effect.ENDS
                ? new WithFiles(jobs.queued(owner), null, null)
                : jobs.withAll(owner, JobFolders.upload("cat.png", PICTURE));
        Traces before = jobs.traces(job.id());
        // When
        Response answer = door.at(caller, request -> call(operation, request, job.id()));
        // Then
        Traces after = jobs.traces(job.id());
        if (effect == Effect.BY_LINK && !caller.isValid()) {
            assertProblem(answer, 403, "LINK_INVALID", "This link is not valid.");
            assertThat(after).isEqualTo(before);
            return;
        }
        boolean changesNothing = effect == Effect.EMPTY || effect == Effect.BY_LINK;
        boolean mayCall = caller.isValid() && (caller.admin() || caller.userId().equals(owner));
        if (mayCall) {
            assertThat(answer.statusCode()).isEqualTo(200);
        } else if (caller.isValid()) {
            assertProblem(answer, 403, "ACCESS_DENIED", "Access denied to this job");
        } else {
            assertProblem(answer, 401, caller.refusal(), not(""));
        }
        if (!mayCall || changesNothing) {
            assertThat(after).isEqualTo(before);
        } else if (effect == Effect.ENDS) {
            assertThat(after.job()).contains("\"cancelled\"");
            assertThat(after.place()).isNull();
        } else if (effect == Effect.DELETES) {
            assertThat(after).isEqualTo(new Traces(null, null, null, false, false));
        } else {
            assertThat(after.job()).isEqualTo(before.job());
        }
        if (effect != Effect.ENDS) {
            boolean filesStay = !mayCall || changesNothing;
            assertThat(content(job.mesh())).isEqualTo(filesStay ? MESH : null);
            assertThat(content(job.picture())).isEqualTo(filesStay ? PICTURE : null);
        }
    }

    @TestFactory
    Stream<DynamicTest> aJobThatIsNotThereIsNotFoundByAnybody() {
        return withId().filter(operation -> operation.access() == Access.JOB).flatMap(operation -> callers.stream()
                .map(caller -> dynamicTest(operation.name() + ", no such job, " + caller, () -> {
                    for (String id : List.of(UUID.randomUUID().toString(), "j".repeat(4000), "%00", "null")) {
                        Response answer =
                                door.at(caller, request -> call(operation, request.urlEncodingEnabled(false), id));
                        if (caller.isValid()) {
                            assertProblem(answer, 404, "JOB_NOT_FOUND", "Job not found");
                        } else {
                            assertProblem(answer, 401, caller.refusal(), not(""));
                        }
                    }
                })));
    }

    @TestFactory
    Stream<DynamicTest> inAWrongStateOwnersAreToldWhyAndOthersNothing() {
        Map<String, String> wrongStates = Map.of(
                "GET " + ID + "/download", "JOB_NOT_COMPLETED",
                "GET " + ID + "/thumbnail", "JOB_NOT_COMPLETED",
                "GET " + ID + "/files/{key}", "JOB_NOT_COMPLETED",
                "GET " + ID + "/world/{path}", "JOB_NOT_COMPLETED",
                "POST " + ID + "/cancel", "JOB_FINISHED");
        return withId().filter(operation -> wrongStates.containsKey(operation.name()))
                .flatMap(operation -> callers.stream()
                        .filter(Caller::isValid)
                        .map(caller -> dynamicTest(operation.name() + ", wrong state, " + caller, () -> {
                            String id = jobs.failed(alice.userId(), "CUDA out of memory");
                            Traces before = jobs.traces(id);
                            Response answer = call(operation, caller.request(), id);
                            if (caller.userId().equals(bob.userId())) {
                                assertProblem(answer, 403, "ACCESS_DENIED", "Access denied to this job");
                            } else {
                                assertProblem(answer, 409, wrongStates.get(operation.name()), not(""));
                            }
                            assertThat(jobs.traces(id)).isEqualTo(before);
                        })));
    }

    @TestFactory
    Stream<DynamicTest> theHistoryShowsWhatTheCallerMayOpenAndNothingElse() {
        return callers.stream()
                .filter(Caller::isValid)
                .map(caller -> dynamicTest("history, " + caller, () -> {
                    // Given a job of each owner, each known to the indexes because somebody looked at it
                    Map<String, String> ids = new LinkedHashMap<>();
                    owners.values()
                            .forEach(owner -> ids.put(jobs.withFiles(owner).id(), owner));
                    ids.keySet().forEach(id -> Jobs.status(admin, id).then().statusCode(200));
                    org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(shown(admin.token()))
                            .containsAll(ids.keySet()));
                    // Then
                    for (Map.Entry<String, String> job : ids.entrySet()) {
                        boolean mayOpen = caller.admin() || caller.userId().equals(job.getValue());
                        assertThat(shown(caller.token()).contains(job.getKey()))
                                .as("job of '%s'", job.getValue())
                                .isEqualTo(mayOpen);
                    }
                }));
    }

    private static List<String> shown(String token) {
        return Api.as(token).get(Jobs.HISTORY + "?limit=500&status=completed").path("jobs.job_id");
    }

    private static Stream<Endpoint> withId() {
        return Endpoint.of(Access.JOB, Access.LINK).stream();
    }

    private static Effect effect(Endpoint endpoint) {
        return switch (endpoint.method()) {
            case "GET" -> endpoint.access() == Access.LINK ? Effect.BY_LINK : Effect.EMPTY;
            case "POST" -> Effect.ENDS;
            default -> endpoint.path().endsWith("/result") ? Effect.DELETES_FILES : Effect.DELETES;
        };
    }

    private static Response call(Endpoint endpoint, RequestSpecification request, String jobId) {
        return request.request(endpoint.method(), endpoint.url(jobId));
    }
}
