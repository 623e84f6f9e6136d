package org.meshgate.jobs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.meshgate.jobs.Worlds.SECRET;
import static org.meshgate.jobs.Worlds.open;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.FinishedJobs.MANIFEST;
import static org.meshgate.testing.FinishedJobs.MANIFEST_TEXT;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.files.Outputs;
import org.meshgate.jobs.Worlds.World;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.TestClock;

/** The files of a world: all of them by one link, and nothing beside them. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobWorldTest {

    @Inject
    FinishedJobs jobs;

    @Inject
    Worlds worlds;

    @Inject
    Accounts accounts;

    @Inject
    TestClock clock;

    private Account alice;
    private Path world;
    private String id;
    private String base;

    @BeforeEach
    void aWorld() {
        alice = Api.register();
        World made = worlds.create(alice);
        world = made.folder();
        id = made.id();
        base = made.base();
    }

    private String job(String folder) {
        return worlds.job(alice, world, folder);
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    private Response asset(Account caller, String path) {
        return as(caller).urlEncodingEnabled(false).get(Jobs.job(id) + "/world/" + path);
    }

    @ParameterizedTest
    @CsvSource({
        "environment.ply, ply, model/ply",
        "props/chair%201.glb, chair, model/gltf-binary",
        "props/chair_crop.png, crop, image/png",
        "props/deep/er/x.glb, deep, model/gltf-binary",
        "props/../environment.ply, ply, model/ply",
        "props//chair_crop.png, crop, image/png",
    })
    void everyFileAtEveryDepthIsServedByTokenAndByLink(String path, String content, String type) {
        for (Response answer : List.of(asset(alice, path), asset(accounts.createAdmin(), path), open(base + path))) {
            answer.then()
                    .statusCode(200)
                    .contentType(containsString(type))
                    .header("X-Job-ID", id)
                    .header("X-Content-Type-Options", "nosniff")
                    .body(equalTo(content));
        }
    }

    @Test
    void statusLinksOpenTheManifestAndItsFiles() {
        Response status = Jobs.status(alice, id);
        String manifest = status.path("result.world_manifest_url");
        assertThat(base)
                .matches("http://[^/]+" + Jobs.job(id) + "/world-link/\\d+\\." + alice.userId() + "\\.[\\w-]{43}/");
        assertThat(manifest).isEqualTo(base + MANIFEST);
        open(manifest)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("environment", equalTo("environment.ply"));
        // as viewers do it: relative to the manifest, or behind the base, with a slash too many or not
        assertThat(java.net.URI.create(manifest).resolve("environment.ply")).hasToString(base + "environment.ply");
        open(base + "/environment.ply").then().statusCode(200).body(equalTo("ply"));
        given().head(base + "environment.ply").then().statusCode(200).header("Content-Length", "3");
        given().header("Range", "bytes=1-")
                .get(base + "environment.ply")
                .then()
                .statusCode(206)
                .body(equalTo("ly"));
        String etag = open(base + "environment.ply").header("ETag");
        given().header("If-None-Match", etag)
                .get(base + "environment.ply")
                .then()
                .statusCode(304);
        // neither a header nor a query makes a difference
        given().header("Authorization", "Bearer x")
                .get(base + "environment.ply?sig=x")
                .then()
                .statusCode(200);
        // and info has them, too
        as(alice)
                .get(Jobs.job(id) + "/info")
                .then()
                .body("world_manifest_url", equalTo(manifest))
                .body("world_base_url", equalTo(base))
                .body("result_metadata.world_base_url", nullValue());
        assertThat(status.asString()).doesNotContain("/api/v1/old").doesNotContain(world.toString());
    }

    @Test
    void downloadListsTheManifest() {
        String download = Jobs.job(id) + "/download";
        as(alice).get(download + "?asset=manifest").then().statusCode(200).body(equalTo(MANIFEST_TEXT));
        as(alice).get(download).then().statusCode(200).contentType("model/ply").body(equalTo("ply"));
        as(alice)
                .get(download + "?asset=manifest&format=base64")
                .then()
                .statusCode(200)
                .body("filename", equalTo(MANIFEST));
    }

    /** By the sibling of which 3DAIGC-API served files, and every other way out. */
    @TestFactory
    Stream<DynamicTest> nothingBesideTheWorldIsServed() throws IOException {
        Path sibling = Path.of(world + "-evil");
        JobFolders.write(sibling.resolve("x.glb"), SECRET);
        Files.createSymbolicLink(world.resolve("link.glb"), sibling.resolve("x.glb"));
        Files.createSymbolicLink(world.resolve("linked"), sibling);
        String evil = sibling.getFileName().toString();
        return Stream.of(
                        "../" + evil + "/x.glb",
                        "%2e%2e/" + evil + "/x.glb",
                        "..%2f" + evil + "%2Fx.glb",
                        "props/..%2f..%2f" + evil + "/x.glb",
                        "props/%2e%2e%2f%2e%2e%2f" + evil + "/x.glb",
                        "..%5c" + evil + "%5cx.glb",
                        "%00",
                        "environment.ply%00.glb",
                        "link.glb",
                        "linked/x.glb",
                        "%2f" + sibling.toString().substring(1) + "/x.glb",
                        "%2fetc%2fpasswd",
                        "/etc/passwd",
                        "..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc/passwd",
                        "%252e%252e%252f" + evil + "/x.glb",
                        "props",
                        "props/",
                        ".",
                        "no-such-file.glb")
                .map(path -> dynamicTest(path, () -> {
                    for (Response answer :
                            List.of(asset(alice, path), asset(accounts.createAdmin(), path), open(base + path))) {
                        assertThat(answer.asString()).doesNotContain(SECRET).doesNotContain("root:");
                        assertThat(answer.statusCode()).isIn(400, 403, 404);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> aWorldElsewhereIsNone() throws IOException {
        Path outside = Path.of(Outputs.FOLDER + "-worlds").resolve(Api.unique("w-"));
        JobFolders.write(outside.resolve(MANIFEST), SECRET);
        Path link = Outputs.FOLDER.resolve("worlds").resolve(Api.unique("link-"));
        Files.createSymbolicLink(link, outside);
        JobFolders.write(Outputs.FOLDER.resolve("worlds").resolve(MANIFEST), SECRET);
        JobFolders.write(Outputs.FOLDER.resolve(MANIFEST), SECRET);
        return Stream.of(
                        outside.toString(),
                        link.toString(),
                        world + "/../../../"
                                + Path.of(
                                        Outputs.FOLDER.getFileName() + "-worlds",
                                        outside.getFileName().toString()),
                        Outputs.FOLDER.resolve("worlds").toString(), // those of everybody
                        Outputs.FOLDER.toString(),
                        "/",
                        "",
                        "/x\u0000")
                .map(folder -> dynamicTest("world_directory " + folder, () -> {
                    String other = job(folder);
                    for (Account caller : List.of(alice, accounts.createAdmin())) {
                        Response answer = as(caller).get(Jobs.job(other) + "/world/" + MANIFEST);
                        assertThat(answer.asString()).doesNotContain(SECRET);
                        assertThat(answer.statusCode()).isIn(403, 404);
                        Jobs.status(caller, other)
                                .then()
                                .statusCode(200)
                                .body("result.world_manifest_url", nullValue())
                                .body("result.world_base_url", nullValue());
                    }
                }));
    }

    @Test
    void otherJobTypesHaveNoWorldFiles() {
        String plain = jobs.withFiles(alice.userId()).id();
        assertProblem(
                as(alice).get(Jobs.job(plain) + "/world/" + MANIFEST), 404, "FILE_NOT_FOUND", "This job has no world.");
        assertProblem(
                as(Api.register()).get(Jobs.job(id) + "/world/" + MANIFEST),
                403,
                "ACCESS_DENIED",
                "Access denied to this job");
    }
}
