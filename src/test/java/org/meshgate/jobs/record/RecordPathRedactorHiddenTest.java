package org.meshgate.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.files.Outputs;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.FinishedJobs.WithFiles;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;

/** Where the server keeps its files is nobody's business but the administrators'. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class RecordPathRedactorHiddenTest {

    private static final String SECRET = "/srv/3daigc/outputs/meshes/";

    @Inject
    FinishedJobs jobs;

    @Inject
    GpuScheduler scheduler;

    @Inject
    Accounts accounts;

    private Account alice;
    private Account admin;

    @BeforeEach
    void register() {
        alice = Api.register();
        admin = accounts.createAdmin();
    }

    @Test
    void noPathOfAResultIsShownToItsOwner() {
        // Given
        WithFiles made = jobs.withFiles(
                alice.userId(),
                Map.of(
                        "part_files", List.of(SECRET + "a.glb", SECRET + "b.glb"),
                        "where", SECRET + "c.glb",
                        "with spaces", SECRET + "my mesh.glb",
                        "message", "Saved to " + SECRET + "d.glb in 3 s",
                        "generation_info",
                                Map.of(
                                        "model_used",
                                        "trellis",
                                        "coarse_mesh_path",
                                        SECRET + "e.glb",
                                        "steps",
                                        List.of(
                                                Map.of("output_dir", SECRET, "kept", "yes"),
                                                SECRET + "f.glb",
                                                "wrote " + SECRET + "g.glb"))));
        // Then the owner sees the rest
        for (Response answer : answers(alice, made.id())) {
            assertNoPath(answer);
        }
        Jobs.status(alice, made.id())
                .then()
                .body("result.success", equalTo(true))
                .body("result.generation_info.model_used", equalTo("trellis"))
                .body("result.generation_info.steps[0].kept", equalTo("yes"));
        // And an administrator everything
        Jobs.status(admin, made.id())
                .then()
                .body("result.output_mesh_path", equalTo(made.mesh().toString()))
                .body("result.part_files", equalTo(List.of(SECRET + "a.glb", SECRET + "b.glb")))
                .body("result.message", equalTo("Saved to " + SECRET + "d.glb in 3 s"))
                .body("result.generation_info.coarse_mesh_path", equalTo(SECRET + "e.glb"));
        as(admin)
                .get(Jobs.job(made.id()) + "/info")
                .then()
                .body("result_metadata.thumbnail_path", equalTo(made.picture().toString()));
    }

    @Test
    void noPathOfAnErrorIsShownToItsOwner() {
        String error = "Could not open " + SECRET + "x.glb";
        String id = jobs.failed(alice.userId(), error);
        for (Response answer : answers(alice, id)) {
            assertNoPath(answer);
        }
        Jobs.status(alice, id).then().body("error", equalTo("Could not open [path]"));
        Jobs.status(admin, id).then().body("error", equalTo(error));
        as(admin)
                .get(Jobs.HISTORY + "?limit=500")
                .then()
                .body("jobs.find{it.job_id=='" + id + "'}.error", equalTo(error));
    }

    @Test
    void noPathOfARecordIsShownToItsOwner() {
        String id = jobs.failed(alice.userId(), "x");
        ObjectNode record = scheduler.record(id);
        record.put("inputs", "{\"text_prompt\": \"x\", \"image_path\": \"" + SECRET + "in.png\"}")
                .put("metadata", "{\"feature_type\": \"f\", \"work_dir\": \"" + SECRET + "\"}")
                .put("retry_reason", "lost " + SECRET + "t.tmp")
                .put("log_file", SECRET + "log.txt")
                .put("traceback", "File \"" + SECRET + "run.py\", line 7")
                .putObject("extra")
                .put("note", "see " + SECRET + "note.txt");
        scheduler.write(id, record);
        for (Response answer : answers(alice, id)) {
            assertNoPath(answer);
        }
        Jobs.status(alice, id)
                .then()
                .body("inputs", equalTo(Map.of("text_prompt", "x")))
                .body("retry_reason", equalTo("lost [path]"));
        Jobs.status(admin, id)
                .then()
                .body("inputs.image_path", equalTo(SECRET + "in.png"))
                .body("log_file", equalTo(SECRET + "log.txt"));
    }

    @Test
    void embeddedImageIsNotRedacted() {
        String picture = "data:image/jpeg;base64,/9j/4AAQSkZJRg/x/y/z==";
        String id = jobs.completed(alice.userId(), Map.of("preview", picture, "ratio", "16/9 and/or 4/3"));
        Jobs.status(alice, id)
                .then()
                .body("result.preview", equalTo(picture))
                .body("result.ratio", equalTo("16/9 and/or 4/3"));
    }

    @Test
    void redactsVeryLongPath() {
        String longPath = "/a".repeat(50_000);
        String failed = jobs.failed(alice.userId(), "no " + longPath);
        Jobs.status(alice, failed).then().statusCode(200).body("error", equalTo("no [path]"));
        String completed = jobs.completed(alice.userId(), Map.of("where", longPath, "success", true));
        Jobs.status(alice, completed)
                .then()
                .statusCode(200)
                .body("result", equalTo(new LinkedHashMap<>(Map.of("where", "[path]", "success", true))));
    }

    private List<Response> answers(Account caller, String id) {
        Response status = Jobs.status(caller, id);
        Awaitility.await()
                .untilAsserted(() -> assertThat(as(caller).get(Jobs.HISTORY).<List<String>>path("jobs.job_id"))
                        .contains(id));
        return List.of(status, as(caller).get(Jobs.HISTORY), as(caller).get(Jobs.job(id) + "/info"));
    }

    private static void assertNoPath(Response answer) {
        answer.then().statusCode(200);
        assertThat(answer.asString())
                .doesNotContain("/srv/")
                .doesNotContain("meshes/")
                .doesNotContain(Outputs.FOLDER.toString());
    }
}
