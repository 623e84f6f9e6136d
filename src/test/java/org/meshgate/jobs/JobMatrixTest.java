package org.meshgate.jobs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.FinishedJobs.MESH;
import static org.meshgate.testing.FinishedJobs.PICTURE;
import static org.meshgate.testing.FinishedJobs.content;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Callers;
import org.meshgate.testing.Callers.Caller;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.FinishedJobs.Traces;
import org.meshgate.testing.FinishedJobs.WithFiles;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/**
 * Every route of jobs, with every kind of caller, on jobs of every kind of owner. The routes come from the OpenAPI
 * document: one that has no row here fails the build.
 */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(JobFolders.class)
class JobMatrixTest {

    private static final String ID = "/api/v1/system/jobs/{job_id}";
    private static final List<String> PREFIXES = List.of(
            "/api/v1/system/jobs",
            "/api/v1/mesh-",
            "/api/v1/auto-rigging",
            "/api/v1/splat-generation",
            "/api/v1/world-generation",
            "/api/v1/motion-generation",
            "/api/v1/system/models",
            "/api/v1/system/features");

    /** What kind of route it is, and so who may call it. */
    private enum Row {
        /** Any valid caller, about nobody's job in particular. */
        ANY_USER,
        /** Any valid caller; makes a job. */
        SUBMIT,
        /** Any valid caller; for this job a prompt alone is not enough. */
        SUBMIT_MORE,
        /** Who may see the job; changes nothing. */
        READ,
        /** Whoever has a link, and nobody without; changes nothing. */
        LINK,
        /** Who may see the job; ends it. */
        CANCEL,
        /** Who may see the job; its files go. */
        DELETE_FILES,
        /** Who may see the job; everything goes. */
        DELETE
    }

    private static final Map<String, Row> ROWS = Map.ofEntries(
            Map.entry("POST /api/v1/mesh-generation", Row.SUBMIT),
            Map.entry("POST /api/v1/mesh-generation/text-to-textured-mesh", Row.SUBMIT),
            Map.entry("POST /api/v1/mesh-generation/text-to-raw-mesh", Row.SUBMIT_MORE),
            Map.entry("POST /api/v1/mesh-generation/text-mesh-painting", Row.SUBMIT_MORE),
            Map.entry("POST /api/v1/mesh-generation/image-to-raw-mesh", Row.SUBMIT_MORE),
            Map.entry("POST /api/v1/mesh-generation/image-to-textured-mesh", Row.SUBMIT_MORE),
            Map.entry("POST /api/v1/mesh-generation/image-mesh-painting", Row.SUBMIT_MORE),
            Map.entry("POST /api/v1/mesh-editing/text-mesh-editing", Row.SUBMIT_MORE),
            Map.entry("POST /api/v1/mesh-editing/image-mesh-editing", Row.SUBMIT_MORE),
            Map.entry("POST /api/v1/auto-rigging/generate-rig", Row.SUBMIT_MORE),
            Map.entry("POST /api/v1/mesh-segmentation/segment-mesh", Row.SUBMIT_MORE),
            Map.entry("POST /api/v1/mesh-retopology/retopologize-mesh", Row.SUBMIT_MORE),
            Map.entry("POST /api/v1/mesh-uv-unwrapping/unwrap-mesh", Row.SUBMIT_MORE),
            Map.entry("POST /api/v1/splat-generation/image-to-splat", Row.SUBMIT_MORE),
            Map.entry("POST /api/v1/world-generation/image-to-world", Row.SUBMIT_MORE),
            Map.entry("POST /api/v1/motion-generation/text-to-motion", Row.SUBMIT),
            Map.entry("GET /api/v1/mesh-generation/supported-formats", Row.ANY_USER),
            Map.entry("GET /api/v1/system/jobs/history", Row.ANY_USER),
            Map.entry("GET /api/v1/system/jobs/queue/stats", Row.ANY_USER),
            Map.entry("GET /api/v1/system/models", Row.ANY_USER),
            Map.entry("GET /api/v1/system/models/{model_id}/parameters", Row.ANY_USER),
            Map.entry("GET /api/v1/system/features", Row.ANY_USER),
            Map.entry("GET " + ID, Row.READ),
            Map.entry("GET " + ID + "/info", Row.READ),
            Map.entry("GET " + ID + "/events", Row.READ),
            Map.entry("GET " + ID + "/download", Row.READ),
            Map.entry("GET " + ID + "/thumbnail", Row.READ),
            Map.entry("GET " + ID + "/input", Row.READ),
            Map.entry("GET " + ID + "/files/{key}", Row.READ),
            Map.entry("GET " + ID + "/world/{path}", Row.READ),
            Map.entry("GET " + ID + "/world-link/{link}/{path}", Row.LINK),
            Map.entry("POST " + ID + "/cancel", Row.CANCEL),
            Map.entry("DELETE " + ID + "/result", Row.DELETE_FILES),
            Map.entry("DELETE " + ID, Row.DELETE));

    @Inject
    Callers door;

    @Inject
    FinishedJobs jobs;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private final List<Caller> callers = new ArrayList<>();

    /** From whose the job is, in words, to the user id. */
    private final Map<String, String> owners = new LinkedHashMap<>();

    private Account alice;
    private Account bob;
    private Account admin;
    private Account carol;

    private record Operation(String method, String path) {
        String name() {
            return method + " " + path;
        }

        Response call(RequestSpecification request, String jobId) {
            String url = path.replace("{job_id}", jobId)
                    .replace("{model_id}", "trellis_text_to_textured_mesh")
                    .replace("{key}", "output_mesh_path")
                    .replace("{path}", FinishedJobs.MANIFEST)
                    .replace("{link}", "no-link");
            return method.equals("POST") && !path.startsWith("/api/v1/system")
                    ? request.contentType("application/json")
                            .body(Map.of("prompt", "a cat", "text_prompt", "a cat"))
                            .post(url)
                    : request.request(method, url);
        }
    }

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

    @Test
    void everyRouteOfJobsHasItsRow() {
        Set<String> routes = new TreeSet<>();
        operations().forEach(operation -> routes.add(operation.name()));
        assertThat(routes).isEqualTo(new TreeSet<>(ROWS.keySet()));
    }

    @TestFactory
    Stream<DynamicTest> jobsAreOpenToTheirOwnersAndAdministratorsOnly() {
        return withId().flatMap(operation -> owners.entrySet().stream().flatMap(owner -> callers.stream()
                .map(caller -> dynamicTest(
                        operation.name() + ", " + owner.getKey() + ", " + caller,
                        () -> check(operation, owner.getValue(), caller)))));
    }

    private void check(Operation operation, String owner, Caller caller) {
        // Given
        Row row = ROWS.get(operation.name());
        WithFiles job = row == Row.CANCEL ? new WithFiles(jobs.queued(owner), null, null) : withAll(owner);
        Traces before = jobs.traces(job.id());
        // When
        Response answer = door.at(caller, request -> operation.call(request, job.id()));
        // Then
        Traces after = jobs.traces(job.id());
        if (row == Row.LINK) {
            assertProblem(answer, 403, "LINK_INVALID", "This link is not valid.");
            assertThat(after).isEqualTo(before);
            return;
        }
        boolean mayCall = caller.isValid() && (caller.admin() || caller.userId().equals(owner));
        if (mayCall) {
            assertThat(answer.statusCode()).isEqualTo(200);
        } else if (caller.isValid()) {
            assertProblem(answer, 403, "ACCESS_DENIED", "Access denied to this job");
        } else {
            assertProblem(answer, 401, caller.refusal(), not(""));
        }
        if (!mayCall || row == Row.READ) {
            assertThat(after).isEqualTo(before);
        } else if (row == Row.CANCEL) {
            assertThat(after.job()).contains("\"cancelled\"");
            assertThat(after.place()).isNull();
        } else if (row == Row.DELETE) {
            assertThat(after).isEqualTo(new Traces(null, null, null, false, false));
        } else {
            assertThat(after.job()).isEqualTo(before.job());
        }
        if (row != Row.CANCEL) {
            boolean filesStay = !mayCall || row == Row.READ;
            assertThat(content(job.mesh())).isEqualTo(filesStay ? MESH : null);
            assertThat(content(job.picture())).isEqualTo(filesStay ? PICTURE : null);
        }
    }

    /** With files of every kind. */
    private WithFiles withAll(String owner) {
        WithFiles job = jobs.withFiles(owner, Map.of("world_directory", FinishedJobs.world()));
        jobs.give(job.id(), "image_to_raw_mesh", Map.of("image_path", JobFolders.upload("cat.png", PICTURE)));
        return job;
    }

    @TestFactory
    Stream<DynamicTest> aJobThatIsNotThereIsNotFoundByAnybody() {
        return withId().filter(operation -> ROWS.get(operation.name()) != Row.LINK)
                .flatMap(operation -> callers.stream()
                        .map(caller -> dynamicTest(operation.name() + ", no such job, " + caller, () -> {
                            for (String id : List.of(UUID.randomUUID().toString(), "j".repeat(4000), "%00", "null")) {
                                Response answer = door.at(
                                        caller, request -> operation.call(request.urlEncodingEnabled(false), id));
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
                            Response answer = operation.call(caller.request(), id);
                            if (caller.userId().equals(bob.userId())) {
                                assertProblem(answer, 403, "ACCESS_DENIED", "Access denied to this job");
                            } else {
                                assertProblem(answer, 409, wrongStates.get(operation.name()), not(""));
                            }
                            assertThat(jobs.traces(id)).isEqualTo(before);
                        })));
    }

    @TestFactory
    Stream<DynamicTest> routesWithoutAJobAreOpenToEveryValidCaller() {
        return operations().stream()
                .filter(operation -> !operation.path().startsWith(ID))
                .flatMap(operation -> callers.stream()
                        .map(caller -> dynamicTest(operation.name() + ", " + caller, () -> {
                            long before = redis.hashLength("jobs");
                            Response answer = door.at(caller, request -> operation.call(request, ""));
                            Row row = ROWS.get(operation.name());
                            if (caller.isValid()) {
                                assertThat(answer.statusCode()).isEqualTo(row == Row.SUBMIT_MORE ? 422 : 200);
                            } else {
                                assertProblem(answer, 401, caller.refusal(), not(""));
                            }
                            boolean submitted = caller.isValid() && row == Row.SUBMIT;
                            assertThat(redis.hashLength("jobs")).isEqualTo(submitted ? before + 1 : before);
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

    private static Stream<Operation> withId() {
        return operations().stream().filter(operation -> operation.path().startsWith(ID));
    }

    private static List<Operation> operations() {
        Response document = given().accept("application/json").get("/openapi.json");
        document.then().statusCode(200);
        Map<String, Map<String, Object>> paths = document.path("paths");
        List<Operation> operations = new ArrayList<>();
        paths.forEach((path, methods) -> methods.keySet().stream()
                .filter(Set.of("get", "put", "post", "patch", "delete", "head", "options")::contains)
                .filter(method -> PREFIXES.stream().anyMatch(path::startsWith))
                .forEach(method -> operations.add(new Operation(method.toUpperCase(java.util.Locale.ROOT), path))));
        return operations;
    }
}
