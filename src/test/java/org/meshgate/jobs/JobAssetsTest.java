package org.meshgate.jobs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.files.Outputs;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;

/** Which file of a result is which, for every kind of worker, and how each of them is reached. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobAssetsTest {

    private static final String NO_SUCH_KEY = "This job has no file of this key.";

    @Inject
    FinishedJobs jobs;

    @Inject
    Accounts accounts;

    private Account alice;

    @BeforeEach
    void register() {
        alice = Api.register();
    }

    /** The names of workers, in any order, and the one that is the download. */
    @ParameterizedTest
    @CsvSource({
        "output_mesh_path, output_mesh_path",
        "output_mesh_path output_splat_path, output_mesh_path",
        "output_splat_path mesh_path, output_splat_path",
        "output_bvh_path output_npz_path output_studio_motion_path output_motion_path output_mesh_path, output_motion_path",
        "output_mesh_path output_studio_motion_path, output_studio_motion_path",
        "file_path output_path mesh_path, mesh_path",
        "file_path output_path, output_path",
        "packed_mesh_path file_path, file_path",
        "packed_mesh_path thumbnail_path, ''",
    })
    void downloadUsesTheFirstKnownKey(String names, String main) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (String name : names.split(" ")) {
            result.put(name, Outputs.write(Api.unique("r-") + ".glb", name).toString());
        }
        String id = jobs.completed(alice.userId(), result);
        Response status = Jobs.status(alice, id);
        Map<String, String> files = status.path("result.files");
        assertThat(files.keySet()).isEqualTo(Set.of(names.split(" ")));
        files.forEach((key, link) -> given().urlEncodingEnabled(false)
                .get(link)
                .then()
                .statusCode(200)
                .body(equalTo(key)));
        if (main.isEmpty()) {
            status.then().body("result.mesh_url", nullValue());
            assertProblem(
                    as(alice).get(Jobs.job(id) + "/download"), 404, "FILE_NOT_FOUND", "This job has no result file.");
        } else {
            given().urlEncodingEnabled(false)
                    .get(status.<String>path("result.mesh_url"))
                    .then()
                    .statusCode(200)
                    .body(equalTo(main));
            as(alice).get(Jobs.job(id) + "/download").then().statusCode(200).body(equalTo(main));
        }
    }

    @Test
    void nestedFilesHaveKeysAndNoPaths() {
        // Given what partpacker, partuv and ultrashape leave
        Path first = Outputs.write(Api.unique("part-") + ".glb", "part 0");
        Path second = Outputs.write(Api.unique("part-") + ".glb", "part 1");
        Path coarse = Outputs.write(Api.unique("coarse-") + ".glb", "coarse");
        Path notes = Outputs.write(Api.unique("notes-") + ".json", "{\"image\":\"/srv/uploads/x.png\"}");
        Path other = Outputs.write(Api.unique("other-") + ".glb", "another job's");
        String id = jobs.completed(
                alice.userId(),
                Map.of(
                        "part_files", List.of(first.toString(), second.toString(), "/etc/passwd"),
                        "generation_info_path", notes.toString(),
                        "odd key/../_path", first.toString(),
                        "bvh_path", "",
                        "generation_info",
                                Map.of(
                                        "coarse_mesh_path", coarse.toString(),
                                        "mesh_path", other.toString(),
                                        "seed", 1)));
        // Then
        Response status = Jobs.status(alice, id);
        Map<String, String> files = status.path("result.files");
        assertThat(files.keySet())
                .isEqualTo(Set.of("part_files.0", "part_files.1", "generation_info.coarse_mesh_path"));
        given().urlEncodingEnabled(false).get(files.get("part_files.1")).then().body(equalTo("part 1"));
        given().urlEncodingEnabled(false)
                .get(files.get("generation_info.coarse_mesh_path"))
                .then()
                .body(equalTo("coarse"));
        assertThat(status.asString()).doesNotContain(Outputs.FOLDER.toString());
        Response info = as(alice).get(Jobs.job(id) + "/info");
        assertThat(info.<Map<String, String>>path("files")).isEqualTo(files);
        assertThat(info.asString()).doesNotContain(Outputs.FOLDER.toString());
        // And by token, by both names of the route
        as(alice)
                .get(Jobs.job(id) + "/files/part_files.0")
                .then()
                .statusCode(200)
                .body(equalTo("part 0"));
        as(alice)
                .get(Jobs.job(id) + "/download?asset=part_files.0")
                .then()
                .statusCode(200)
                .body(equalTo("part 0"));
        // And a worker's notes, which are full of paths, are for administrators
        assertProblem(as(alice).get(Jobs.job(id) + "/files/generation_info_path"), 404, "FILE_NOT_FOUND", NO_SUCH_KEY);
        Account admin = accounts.createAdmin();
        as(admin).get(Jobs.job(id) + "/files/generation_info_path").then().statusCode(200);
        assertThat(Jobs.status(admin, id).<Map<String, String>>path("result.files"))
                .containsKey("generation_info_path");
        assertProblem(
                as(Api.register()).get(Jobs.job(id) + "/files/part_files.0"),
                403,
                "ACCESS_DENIED",
                "Access denied to this job");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "part_files.2",
                "part_files",
                "part_files.-1",
                "success",
                "%2fetc%2fpasswd",
                "generation_info.mesh_path",
                "x%00",
                "",
                "outside_path"
            })
    void rejectsAnyOtherKey(String key) {
        String id = jobs.completed(
                alice.userId(),
                Map.of(
                        "part_files",
                        List.of("a", "b"),
                        "success",
                        true,
                        "outside_path",
                        "/etc/passwd",
                        "generation_info",
                        Map.of("mesh_path", "x")));
        Response answer = as(alice).urlEncodingEnabled(false).get(Jobs.job(id) + "/files/" + key);
        assertThat(answer.statusCode()).isIn(401, 403, 404, 405);
        assertThat(answer.asString()).doesNotContain("root:");
        assertThat(as(alice)
                        .urlEncodingEnabled(false)
                        .get(Jobs.job(id) + "/download?asset=" + key)
                        .statusCode())
                .isIn(403, 404);
    }

    @Test
    void linkOpensNoOtherFile() {
        Path bvh = Outputs.write(Api.unique("m-") + ".bvh", "bvh");
        String id = jobs.withFiles(alice.userId(), Map.of("output_bvh_path", bvh.toString()))
                .id();
        Response status = Jobs.status(alice, id);
        String mesh = status.path("result.mesh_url");
        String file = status.path("result.files.output_bvh_path");
        given().urlEncodingEnabled(false).get(file).then().statusCode(200).body(equalTo("bvh"));
        for (String link : List.of(
                mesh + "&asset=output_bvh_path",
                mesh + "&%61sset=output_bvh_path",
                mesh.replace("?", "?asset=thumbnail_path&"),
                mesh.replace("/download", "/files/output_bvh_path"),
                file.replace("output_bvh_path", "thumbnail_path"))) {
            assertProblem(given().urlEncodingEnabled(false).get(link), 403, "LINK_INVALID", "This link is not valid.");
        }
        // a hidden signature is none
        assertThat(given().urlEncodingEnabled(false)
                        .get(mesh.replace("sig=", "%73ig=").replace("exp=", "%65xp=") + "&asset=output_bvh_path")
                        .statusCode())
                .isEqualTo(401);
    }
}
