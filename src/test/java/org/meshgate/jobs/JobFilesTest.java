package org.meshgate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.FinishedJobs.MESH;
import static org.meshgate.testing.FinishedJobs.PICTURE;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.files.Outputs;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.FinishedJobs.WithFiles;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;

/** The files of a job, as its owner gets them. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class JobFilesTest {

    @Inject
    FinishedJobs jobs;

    private Account alice;
    private WithFiles made;
    private String download;
    private String thumbnail;

    @BeforeEach
    void aFinishedJob() {
        alice = Api.register();
        made = jobs.withFiles(alice.userId());
        download = Jobs.job(made.id()) + "/download";
        thumbnail = Jobs.job(made.id()) + "/thumbnail";
    }

    @Test
    void theResultIsDownloaded() {
        as(alice)
                .get(download)
                .then()
                .statusCode(200)
                .contentType("model/gltf-binary")
                .header("X-Job-ID", made.id())
                .header("X-File-Size", "10")
                .header("Content-Length", "10")
                .header("Accept-Ranges", "bytes")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Generation-Time", "unknown")
                .header(
                        "Content-Disposition",
                        containsString("attachment; filename=\"result_" + made.id() + "_"
                                + made.mesh().getFileName() + "\""))
                .body(equalTo(MESH));
        as(alice)
                .get(thumbnail)
                .then()
                .statusCode(200)
                .contentType("image/png")
                .header("X-Job-ID", made.id())
                .header("X-File-Size", "9")
                .header("X-Thumbnail-Generated", "unknown")
                .header("Content-Disposition", containsString("attachment; filename=\"thumbnail_" + made.id() + "_"))
                .body(equalTo(PICTURE));
    }

    @Test
    void historyRowHasFileUrlsAtTopLevel() {
        awaitRow(alice)
                .body("jobs[0].mesh_url", containsString(download + "?exp="))
                .body("jobs[0].thumbnail_url", containsString(thumbnail + "?exp="))
                .body("jobs[0].processing_time", org.hamcrest.Matchers.instanceOf(Number.class));
        Response row = as(alice).get(Jobs.HISTORY);
        assertThat(row.<String>path("jobs[0].mesh_url")).isEqualTo(row.path("jobs[0].result.mesh_url"));
        assertThat(row.<String>path("jobs[0].thumbnail_url")).isEqualTo(row.path("jobs[0].result.thumbnail_url"));
        assertThat(row.<Number>path("jobs[0].processing_time"))
                .isEqualTo(as(alice).get(Jobs.job(made.id()) + "/info").path("processing_time"));
    }

    /** The scheduler tells no index of its jobs. */
    private static ValidatableResponse awaitRow(Account owner) {
        Awaitility.await()
                .untilAsserted(() -> as(owner).get(Jobs.HISTORY).then().body("jobs.size()", equalTo(1)));
        return as(owner).get(Jobs.HISTORY).then().statusCode(200);
    }

    @Test
    void historyRowWithoutFilesHasNoUrls() {
        Api.Account bob = Api.register();
        Jobs.submit(bob);
        Map<String, Object> row = as(bob).get(Jobs.HISTORY).path("jobs[0]");
        assertThat(row)
                .containsEntry("mesh_url", null)
                .containsEntry("thumbnail_url", null)
                .containsEntry("processing_time", null);
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-3, 0123, bytes 0-3/10", "bytes=-2, 89, bytes 8-9/10", "bytes=8-99, 89, bytes 8-9/10"})
    void servesAPartOfTheMesh(String range, String part, String contentRange) {
        as(alice)
                .header("Range", range)
                .get(download)
                .then()
                .statusCode(206)
                .header("Content-Range", contentRange)
                .header("Content-Length", Integer.toString(part.length()))
                .header("X-Job-ID", made.id())
                .body(equalTo(part));
    }

    @Test
    void rejectsInvalidPartName() {
        assertProblem(
                        as(alice).header("Range", "bytes=10-").get(download),
                        416,
                        "RANGE_NOT_SATISFIABLE",
                        containsString("10 bytes"))
                .header("Content-Range", equalTo("bytes */10"));
    }

    @Test
    void rejectsDownloadBeforeCompletion() {
        String queued = jobs.queued(alice.userId());
        String processing = jobs.processing(alice.userId());
        String failed = jobs.failed(alice.userId(), "x");
        Map.of(queued, "queued", processing, "processing", failed, "failed").forEach((id, status) -> {
            for (String file : new String[] {"/download", "/thumbnail", "/download?format=base64"}) {
                assertProblem(
                        as(alice).get(Jobs.job(id) + file),
                        409,
                        "JOB_NOT_COMPLETED",
                        "Job is not completed yet. Current status: " + status);
            }
        });
    }

    @Test
    void missingFileIs404AndNotListed() throws IOException {
        Files.delete(made.mesh());
        for (String query : new String[] {"", "?format=base64"}) {
            assertProblem(
                    as(alice).get(download + query), 404, "FILE_NOT_FOUND", "The file is no longer on the server.");
        }
        as(alice).get(thumbnail).then().statusCode(200);
        Jobs.status(alice, made.id())
                .then()
                .statusCode(200)
                .body("result.mesh_url", nullValue())
                .body("result.mesh_file_info", nullValue())
                .body("result.thumbnail_url", not(nullValue()));
        as(alice)
                .get(Jobs.job(made.id()) + "/info")
                .then()
                .statusCode(200)
                .body("has_result", equalTo(true))
                .body(
                        "file_info",
                        equalTo(Map.of("file_exists", false, "error", "The result file is not on the server.")))
                .body("mesh_download_urls.direct_download", containsString(download + "?exp="))
                .body("mesh_download_urls.base64_download", containsString("format=base64"))
                .body("thumbnail_download_urls.direct_download", containsString(thumbnail + "?exp="));
        awaitRow(alice).body("jobs[0].mesh_url", nullValue()).body("jobs[0].thumbnail_url", containsString(thumbnail));
        Files.delete(made.picture());
        as(alice)
                .get(Jobs.job(made.id()) + "/info")
                .then()
                .statusCode(200)
                .body("thumbnail_download_urls", equalTo(Map.of()));
    }

    @Test
    void infoDescribesTheFile() {
        as(alice)
                .get(Jobs.job(made.id()) + "/info")
                .then()
                .statusCode(200)
                .body("job_id", equalTo(made.id()))
                .body("status", equalTo("completed"))
                .body("has_result", equalTo(true))
                .body("processing_time", org.hamcrest.Matchers.instanceOf(Number.class))
                .body("file_info.filename", equalTo(made.mesh().getFileName().toString()))
                .body("file_info.file_size_bytes", equalTo(10))
                .body("file_info.file_size_mb", equalTo(0.00001f))
                .body("file_info.content_type", equalTo("model/gltf-binary"))
                .body("file_info.file_extension", equalTo("glb"))
                .body("file_info.file_exists", equalTo(true))
                .body("file_info.created_time", matchesPattern(".*Z"))
                .body("file_info.modified_time", matchesPattern(".*Z"))
                .body("generation_info.parameters.seed", equalTo(1))
                .body("result_metadata.success", equalTo(true))
                .body("mesh_download_urls.direct_download", containsString(download + "?exp="))
                .body("mesh_download_urls.base64_download", containsString("&format=base64"))
                .body("thumbnail_download_urls.direct_download", containsString(thumbnail + "?exp="))
                .body("thumbnail_download_urls.base64_download", containsString("&format=base64"));
    }

    @Test
    void recognizesFileKeysOfOtherWorkers() {
        String motion = Outputs.write(Api.unique("m-") + ".glb", "motion").toString();
        String relative = Api.unique("r-") + ".glb";
        Outputs.write(relative, "relative");
        WithFiles both = jobs.withFiles(alice.userId(), Map.of("output_motion_path", motion));
        as(alice).get(Jobs.job(both.id()) + "/download").then().statusCode(200).body(equalTo("motion"));
        String old = jobs.completed(alice.userId(), Map.of("mesh_path", "outputs/" + relative));
        as(alice).get(Jobs.job(old) + "/download").then().statusCode(200).body(equalTo("relative"));
        assertProblem(as(alice).get(Jobs.job(old) + "/thumbnail"), 404, "FILE_NOT_FOUND", "This job has no thumbnail.");
        as(alice)
                .get(Jobs.job(old) + "/info")
                .then()
                .statusCode(200)
                .body("file_info.file_exists", equalTo(true))
                .body("thumbnail_download_urls", equalTo(Map.of()));
    }
}
