package org.meshgate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.meshgate.files.Outputs;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;

/** A result may name any path: what lies outside the folder of results is neither served, nor told of, nor deleted. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class JobFileEscapesTest {

    private static final String SECRET = "root:x:0:0";
    private static final List<String> MEMBERS =
            List.of("output_mesh_path", "output_motion_path", "mesh_path", "file_path", "output_path");

    @Inject
    FinishedJobs jobs;

    @Inject
    Accounts accounts;

    private final Map<String, String> escapes = new LinkedHashMap<>();
    private Path outside;
    private Account alice;
    private Account admin;

    @BeforeEach
    void waysOut() throws IOException, InterruptedException {
        alice = Api.register();
        admin = accounts.createAdmin();
        String name = Api.unique("out-");
        Path inside = Files.createDirectories(Outputs.FOLDER);
        // a neighbour whose name begins like the folder's
        Path neighbour = Files.createDirectories(inside.resolveSibling(inside.getFileName() + "-else"));
        outside = Files.writeString(neighbour.resolve(name), SECRET);
        Path link = Files.createSymbolicLink(inside.resolve(name + "-link.glb"), outside);
        Path folderLink = Files.createSymbolicLink(inside.resolve(name + "-folder"), neighbour);
        Path pipe = inside.resolve(name + "-pipe.glb");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.createDirectories(inside.resolve(name + "-dir.glb"));
        escapes.put("an absolute path", outside.toString());
        escapes.put("passwords", "/etc/passwd");
        escapes.put("up from the folder", inside + "/../" + neighbour.getFileName() + "/" + name);
        escapes.put("up, relative", "../" + neighbour.getFileName() + "/" + name);
        escapes.put("up, as workers write it", "outputs/../../" + neighbour.getFileName() + "/" + name);
        escapes.put("a link to a file", link.toString());
        escapes.put("a link to a folder", folderLink.resolve(name).toString());
        escapes.put("a pipe", pipe.toString());
        escapes.put("a folder", inside.resolve(name + "-dir.glb").toString());
        escapes.put("the folder itself", inside.toString());
        escapes.put("a device", "/dev/zero");
        escapes.put("a process", "/proc/self/environ");
        escapes.put("a zero byte", inside + "/x\u0000.glb");
        escapes.put("a URL", "file://" + outside);
    }

    @TestFactory
    Stream<DynamicTest> nothingOutsideIsServed() {
        return escapes.entrySet().stream()
                .flatMap(escape -> Stream.concat(MEMBERS.stream(), Stream.of("thumbnail_path"))
                        .map(member -> dynamicTest(escape.getKey() + " as " + member, () -> {
                            String id = jobs.completed(alice.userId(), Map.of(member, escape.getValue()));
                            String route = member.equals("thumbnail_path") ? "/thumbnail" : "/download";
                            for (Account caller : List.of(alice, admin)) {
                                for (String query : List.of("", "?format=base64")) {
                                    assertClosed(as(caller).get(Jobs.job(id) + route + query));
                                }
                            }
                            assertThat(as(alice).head(Jobs.job(id) + route).statusCode())
                                    .isIn(403, 404);
                            Jobs.status(alice, id)
                                    .then()
                                    .statusCode(200)
                                    .body("result.mesh_url", nullValue())
                                    .body("result.thumbnail_url", nullValue())
                                    .body("result.mesh_file_info", nullValue())
                                    .body("result.thumbnail_file_info", nullValue());
                        })));
    }

    @TestFactory
    Stream<DynamicTest> nothingOutsideIsDeleted() {
        return escapes.entrySet().stream()
                .filter(escape -> !escape.getValue().startsWith("/dev/"))
                .flatMap(escape -> Stream.of("/result", "")
                        .map(route -> dynamicTest("DELETE " + route + " of " + escape.getKey(), () -> {
                            String id = jobs.completed(
                                    alice.userId(),
                                    Map.of(
                                            "output_mesh_path",
                                            escape.getValue(),
                                            "part_files",
                                            List.of(escape.getValue())));
                            as(alice).delete(Jobs.job(id) + route).then().statusCode(200);
                            assertThat(outside).hasContent(SECRET);
                            assertThat(Outputs.FOLDER).isDirectory();
                            assertThat(Path.of("/etc/passwd")).isRegularFile();
                        })));
    }

    private static void assertClosed(Response answer) {
        assertThat(answer.asString()).doesNotContain(SECRET);
        if (answer.statusCode() == 403) {
            assertProblem(answer, 403, "FILE_ACCESS_DENIED", "Access denied to this file");
        } else {
            assertProblem(answer, 404, "FILE_NOT_FOUND", "The file is no longer on the server.");
        }
    }
}
