package org.meshgate.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.meshgate.files.UploadSamples;
import org.meshgate.jobs.JobFolders;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.BadRequests;
import org.meshgate.testing.DescribedResponses;
import org.meshgate.testing.Endpoint;
import org.meshgate.testing.Endpoint.Access;
import org.meshgate.testing.EndpointWorld;
import org.meshgate.testing.EndpointWorld.Sender;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** Without accounts, too, every route of {@link Endpoint} answers as the OpenAPI document says. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SimpleMode.class)
class DescribedSimpleModeTest {

    private static final Account ANONYMOUS = new Account("", "nobody", "nobody@example.com", "");

    @Inject
    EndpointWorld world;

    @Inject
    FinishedJobs jobs;

    private DescribedResponses document;
    private Sender sender;

    @BeforeEach
    void validate() {
        document = DescribedResponses.ofServer();
        sender = new Sender(ANONYMOUS, upload("image"), upload("mesh"));
        RestAssured.replaceFiltersWith(List.of(document));
    }

    @AfterEach
    void noFilter() {
        RestAssured.replaceFiltersWith(List.of());
    }

    private static String upload(String kind) {
        return given().multiPart(
                        "file",
                        kind.equals("mesh") ? "cat.glb" : "cat.png",
                        kind.equals("mesh") ? UploadSamples.glb(64) : UploadSamples.png(9, 9))
                .post("/api/v1/file-upload/" + kind)
                .path("file_id");
    }

    private String object(Endpoint row) {
        if (row.path().contains("{job_id}")) {
            return row.path().endsWith("/cancel")
                    ? jobs.queued("")
                    : jobs.withAll("", JobFolders.upload("cat.png", FinishedJobs.PICTURE))
                            .id();
        }
        if (row.path().contains("{file_id}")) {
            return upload("image");
        }
        return row.path().contains("_id}") || row.path().contains("{token") ? "user_0123456789abcdef" : "";
    }

    private static int expected(Endpoint row) {
        return switch (row.access()) {
            case SUBMIT_NO_MODEL -> 422;
            case LEASE -> 409;
            case ADMIN -> 503;
            default -> isOfAccounts(row.path()) ? 503 : 200;
        };
    }

    /** Everyone sees the usage of all jobs, as everyone sees all jobs. */
    private static boolean isOfAccounts(String path) {
        return !path.equals("/api/v1/users/me/usage")
                && Stream.of("/api/v1/users/", "/api/v1/auth/", "/api/v1/webhook-key")
                        .anyMatch(path::startsWith);
    }

    @TestFactory
    Stream<DynamicTest> everyRouteAnswersAsDescribed() {
        return Endpoint.all().stream()
                .map(row -> dynamicTest(row.name(), () -> assertThat(
                                world.send(row, given(), object(row), sender).statusCode())
                        .isEqualTo(expected(row))));
    }

    @TestFactory
    Stream<DynamicTest> everyRouteFailsAsDescribed() {
        BadRequests bad = new BadRequests(document);
        return Endpoint.all().stream()
                .filter(row -> row.access() != Access.LINK)
                .flatMap(row -> bad.of(row, object(row), RestAssured::given).entrySet().stream()
                        .map(request -> dynamicTest(row + ", " + request.getKey(), () -> assertThat(
                                        request.getValue().get().statusCode())
                                .isIn(200, 206, 304, 400, 403, 404, 406, 409, 412, 413, 415, 416, 422, 503))));
    }
}
