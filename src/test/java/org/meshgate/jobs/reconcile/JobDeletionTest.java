package org.meshgate.jobs.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.FinishedJobs.content;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.files.Outputs;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.FinishedJobs.WithFiles;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Deleted is deleted: the record, the result, the files, and what a scheduler writes afterwards. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobDeletionTest {

    @Inject
    FinishedJobs jobs;

    @Inject
    GpuScheduler scheduler;

    @Inject
    Reconciler reconciler;

    @Inject
    RedisView redis;

    private Account alice;

    @BeforeEach
    void register() {
        alice = Api.register();
    }

    @Test
    void deletesResultAndKeepsJob() {
        // Given
        Path part = Outputs.write(Api.unique("part-") + ".glb", "part");
        WithFiles made = jobs.withFiles(alice.userId(), Map.of("part_files", List.of(part.toString())));
        // When
        Response answer = as(alice).delete(Jobs.job(made.id()) + "/result");
        // Then
        answer.then()
                .statusCode(200)
                .body("size()", equalTo(5))
                .body("job_id", equalTo(made.id()))
                .body("message", equalTo("Result file deleted successfully"))
                .body("deleted", equalTo(true))
                .body("freed_space_mb", equalTo(23f / 1024 / 1024));
        assertThat(answer.<String>path("deleted_file")).isIn(name(made.mesh()), name(made.picture()), name(part));
        assertThat(List.of(made.mesh(), made.picture(), part)).noneMatch(Files::exists);
        assertProblem(
                as(alice).get(Jobs.job(made.id()) + "/download"),
                404,
                "FILE_NOT_FOUND",
                "The file is no longer on the server.");
        Jobs.status(alice, made.id())
                .then()
                .statusCode(200)
                .body("status", equalTo("completed"))
                .body("result.mesh_url", nullValue());
        awaitHistory(List.of(made.id()));
        // And a second time there is nothing to delete
        as(alice)
                .delete(Jobs.job(made.id()) + "/result")
                .then()
                .statusCode(200)
                .body(
                        "",
                        equalTo(Map.of("job_id", made.id(), "message", "No result file to delete", "deleted", false)));
    }

    @Test
    void deletesJobWithRecordsAndFiles() {
        // Given
        WithFiles kept = jobs.withFiles(alice.userId());
        WithFiles made = jobs.withFiles(alice.userId());
        String created = Jobs.status(alice, made.id()).path("created_at");
        Jobs.status(alice, kept.id());
        awaitHistory(List.of(made.id(), kept.id()));
        // When
        as(alice)
                .delete(Jobs.job(made.id()))
                .then()
                .statusCode(200)
                .body(
                        "",
                        equalTo(Map.of(
                                "job_id",
                                made.id(),
                                "message",
                                "Job deleted successfully from database",
                                "deleted",
                                true,
                                "job_info",
                                Map.of(
                                        "status", "completed",
                                        "feature", "text_to_textured_mesh",
                                        "created_at", created))));
        // Then
        assertGone(made.id());
        assertThat(content(made.mesh())).isNull();
        assertThat(content(made.picture())).isNull();
        assertThat(history()).containsExactly(kept.id());
        assertThat(content(kept.mesh())).isEqualTo(FinishedJobs.MESH);
        assertProblem(as(alice).delete(Jobs.job(made.id())), 404, "JOB_NOT_FOUND", "Job not found");
        for (String index : List.of("jobs:created", "jobs:status:completed", "jobs:owner:" + alice.userId())) {
            assertThat(redis.send(io.vertx.redis.client.Command.ZSCORE, "3daigc:" + index, made.id()))
                    .as(index)
                    .isNull();
        }
    }

    @Test
    void deletesQueuedJobFromTheQueue() {
        String id = Jobs.submit(alice);
        as(alice).delete(Jobs.job(id)).then().statusCode(200).body("job_info.status", equalTo("queued"));
        assertThat(redis.send(io.vertx.redis.client.Command.ZSCORE, "3daigc:queue:pending", id))
                .isNull();
        assertGone(id);
    }

    @Test
    void deletesOnlyTheFoldersOfTheJob(@TempDir Path elsewhere) throws IOException {
        // Given
        Path world = Path.of(FinishedJobs.world());
        Path kept = Files.writeString(elsewhere.resolve("kept"), "kept");
        Files.createSymbolicLink(world.resolve("props/link"), elsewhere);
        Files.createSymbolicLink(world.resolve("props/link.glb"), kept);
        Path parts = Path.of(FinishedJobs.world("partuv/" + Api.unique("parts-")));
        Path neighbour = Path.of(FinishedJobs.world("worlds/" + world.getFileName() + "-neighbour"));
        Path coarse = Outputs.write(Api.unique("coarse-") + ".glb", "coarse");
        WithFiles made = jobs.withFiles(
                alice.userId(),
                Map.of(
                        "world_directory", world.toString(),
                        "individual_parts_dir", parts.toString(),
                        "other_dir", neighbour.toString(),
                        "generation_info", Map.of("coarse_mesh_path", coarse.toString())));
        // When
        as(alice).delete(Jobs.job(made.id())).then().statusCode(200);
        // Then
        assertThat(List.of(world, parts, coarse, made.mesh())).noneMatch(Files::exists);
        assertThat(kept).hasContent("kept");
        assertThat(neighbour.resolve("environment.ply")).hasContent("ply");
    }

    @Test
    void keepsFoldersOfOtherJobs(@TempDir Path elsewhere) throws IOException {
        Path world = Path.of(FinishedJobs.world());
        Path inside = Files.writeString(elsewhere.resolve("x.glb"), "x");
        Path link = Files.createSymbolicLink(Outputs.FOLDER.resolve("worlds/" + Api.unique("link-")), elsewhere);
        for (String folder : List.of(
                Outputs.FOLDER.toString(),
                Outputs.FOLDER.resolve("worlds").toString(),
                world + "/..",
                world + "/../../worlds",
                "outputs/worlds",
                "outputs",
                "worlds",
                elsewhere.toString(),
                link.toString(),
                world.resolve("environment.ply").toString(),
                "/",
                "")) {
            String id =
                    jobs.completed(alice.userId(), Map.of("world_directory", folder, "individual_parts_dir", folder));
            as(alice).delete(Jobs.job(id) + "/result").then().statusCode(200);
            assertThat(world.resolve("environment.ply")).as(folder).hasContent("ply");
            assertThat(inside).as(folder).hasContent("x");
        }
    }

    @Test
    void keepsInputFilesOfADeletedJob() {
        Path others = Outputs.write(Api.unique("others-") + ".glb", "another job's result");
        WithFiles made = jobs.withFiles(
                alice.userId(),
                Map.of(
                        "mesh_path", others.toString(),
                        "generation_info", Map.of("mesh_path", others.toString(), "image_path", others.toString())));
        jobs.give(made.id(), "auto_rig", Map.of("mesh_path", others.toString()));
        as(alice).delete(Jobs.job(made.id())).then().statusCode(200);
        assertThat(content(made.mesh())).isNull();
        assertThat(content(others)).isEqualTo("another job's result");
    }

    @Test
    void keepsFilesOutsideOfTheFolder(@TempDir Path elsewhere) throws IOException {
        // Given a result that names a file of the system, and a link to it
        Path hosts = Files.writeString(elsewhere.resolve("hosts"), "127.0.0.1 localhost");
        Path link =
                Files.createSymbolicLink(Files.createDirectories(Outputs.FOLDER).resolve(Api.unique("link-")), hosts);
        WithFiles made = jobs.withFiles(
                alice.userId(),
                Map.of("output_path", hosts.toString(), "part_files", List.of(hosts.toString(), link.toString())));
        // When
        as(alice).delete(Jobs.job(made.id())).then().statusCode(200);
        // Then
        assertThat(hosts).hasContent("127.0.0.1 localhost");
        assertThat(Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(content(made.mesh())).isNull();
    }

    @Test
    void lateWriteOfTheSchedulerDoesNotRestoreTheJob() throws Exception {
        // Given a job that the scheduler works on, and that is deleted meanwhile
        String id = jobs.processing(alice.userId());
        var record = scheduler.record(id);
        as(alice).delete(Jobs.job(id)).then().statusCode(200).body("job_info.status", equalTo("processing"));
        // When the scheduler, which has the record in its memory, completes it
        Path late = Outputs.write(Api.unique("late-") + ".glb", "late");
        scheduler.write(id, record);
        scheduler.complete(id, Map.of("output_mesh_path", late.toString()));
        // Then
        assertGone(id);
        reconciler.step().await().atMost(Duration.ofSeconds(10));
        assertGone(id);
        // and in the end Redis forgets it, too
        Awaitility.await().untilAsserted(() -> {
            assertThat(redis.hashField("jobs", id)).isNull();
            assertThat(redis.hashField("results", id)).isNull();
        });
        assertGone(id);
    }

    private void assertGone(String id) {
        assertProblem(Jobs.status(alice, id), 404, "JOB_NOT_FOUND", "Job not found");
        for (String part : List.of("/download", "/thumbnail", "/info")) {
            assertProblem(as(alice).get(Jobs.job(id) + part), 404, "JOB_NOT_FOUND", "Job not found");
        }
        assertProblem(as(alice).post(Jobs.job(id) + "/cancel"), 404, "JOB_NOT_FOUND", "Job not found");
        assertThat(history()).doesNotContain(id);
    }

    private void awaitHistory(List<String> ids) {
        Awaitility.await().untilAsserted(() -> assertThat(history()).containsExactlyInAnyOrderElementsOf(ids));
    }

    private List<String> history() {
        return as(alice).get(Jobs.HISTORY).path("jobs.job_id");
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
