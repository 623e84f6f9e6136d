package org.meshgate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.FinishedJobs.MESH;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.FinishedJobs.WithFiles;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;

/** Conditional downloads, headers and the base64 document of a result. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class JobDownloadTest {

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

    @ParameterizedTest
    @CsvSource({
        "'{\"generation_time\": 12.5, \"thumbnail_generated\": true}', 12.5, True",
        "'{\"generation_time\": 7, \"thumbnail_generated\": false}', 7, False",
        "'{\"generation_time\": \"a\\r\\nX-Evil: 1\", \"thumbnail_generated\": \"True\"}', unknown, unknown",
        "'[]', unknown, unknown"
    })
    void headersDescribeTheFile(String info, String seconds, String generated) throws IOException {
        // Given
        WithFiles job = jobs.withFiles(
                alice.userId(), Map.of("generation_info", new ObjectMapper().readValue(info, Object.class)));
        // When
        Response download = as(alice).get(Jobs.job(job.id()) + "/download");
        Response thumbnail = as(alice).get(Jobs.job(job.id()) + "/thumbnail");
        // Then
        download.then().statusCode(200).header("X-Generation-Time", seconds).header("X-Evil", nullValue());
        thumbnail.then().statusCode(200).header("X-Thumbnail-Generated", generated);
    }

    @Test
    void headHasTheHeadersOfGet() {
        Response get = as(alice).get(download);
        Response head = as(alice).head(download);
        head.then().statusCode(200).body(equalTo(""));
        for (String name : new String[] {
            "Content-Type", "Content-Length", "ETag", "Last-Modified", "X-Job-ID", "X-File-Size", "Content-Disposition"
        }) {
            assertThat(head.header(name)).as(name).isNotEmpty().isEqualTo(get.header(name));
        }
    }

    @Test
    void returns304ForAnUnchangedFile() {
        String etag = as(alice).get(download).header("ETag");
        as(alice)
                .header("If-None-Match", etag)
                .get(download)
                .then()
                .statusCode(304)
                .header("ETag", etag)
                .body(equalTo(""));
        as(alice).header("If-None-Match", "\"other\"").get(download).then().statusCode(200);
        // but only one that may see the job
        assertProblem(
                as(Api.register()).header("If-None-Match", etag).get(download),
                403,
                "ACCESS_DENIED",
                "Access denied to this job");
    }

    @Test
    void ifMatchRejectsAChangedFile() {
        // Given
        Response first = as(alice).get(download);
        String etag = first.header("ETag");
        String modified = first.header("Last-Modified");
        String before = "Thu, 01 Jan 2015 00:00:00 GMT";
        for (String url : List.of(download, thumbnail, download + "?format=base64", thumbnail + "?format=base64")) {
            // When and Then
            for (String other : List.of("\"other\"", "W/" + etag, "\"a\", \"b\"", "")) {
                assertProblem(
                        as(alice).header("If-Match", other).get(url),
                        412,
                        "PRECONDITION_FAILED",
                        containsString("If-Match"));
            }
            assertProblem(
                    as(alice).header("If-Unmodified-Since", before).get(url),
                    412,
                    "PRECONDITION_FAILED",
                    containsString("If-Unmodified-Since"));
            as(alice).header("If-Match", "*").get(url).then().statusCode(200);
            as(alice).header("If-Unmodified-Since", "no date").get(url).then().statusCode(200);
        }
        for (String url : List.of(download, download + "?format=base64")) {
            as(alice).header("If-Match", "\"other\", " + etag).get(url).then().statusCode(200);
            as(alice).header("If-Unmodified-Since", modified).get(url).then().statusCode(200);
            // and If-Match decides alone
            as(alice)
                    .header("If-Match", etag)
                    .header("If-Unmodified-Since", before)
                    .get(url)
                    .then()
                    .statusCode(200);
        }
        // and it comes before the other conditions, and before a range
        as(alice)
                .header("If-Match", "\"other\"")
                .header("If-None-Match", etag)
                .header("Range", "bytes=99-")
                .get(download)
                .then()
                .statusCode(412);
        as(alice).header("If-Match", "\"other\"").head(download).then().statusCode(412);
        assertProblem(
                as(Api.register()).header("If-Match", "\"other\"").get(download),
                403,
                "ACCESS_DENIED",
                "Access denied to this job");
    }

    @Test
    void downloadsAsBase64Document() {
        as(alice)
                .get(download + "?format=base64")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .body("size()", equalTo(7))
                .body("job_id", equalTo(made.id()))
                .body("filename", equalTo(made.mesh().getFileName().toString()))
                .body("content_type", equalTo("model/gltf-binary"))
                .body("file_size_mb", equalTo(10f / 1024 / 1024))
                .body("base64_data", equalTo("data:model/gltf-binary;base64,MDEyMzQ1Njc4OQ=="))
                .body("generation_info", equalTo(Map.of("model_used", "trellis", "parameters", Map.of("seed", 1))))
                .body("download_time", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"));
        as(alice)
                .get(thumbnail + "?format=base64")
                .then()
                .statusCode(200)
                .body("filename", equalTo(made.picture().getFileName().toString()))
                .body("base64_data", equalTo("data:image/png;base64,YSBwaWN0dXJl"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"weird", "BASE64", "file,base64", "json", " "})
    void anUnknownFormatIsRefused(String format) {
        for (String url : new String[] {download, thumbnail}) {
            assertProblem(
                            as(alice).queryParam("format", format).get(url),
                            422,
                            "VALIDATION_FAILED",
                            "format must be file or base64")
                    .body("errors.field", equalTo(java.util.List.of("format")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "chair, chair.glb",
        "chair.glb, chair.glb",
        "chair.exe, chair.exe.glb",
        "../../etc/passwd, _.._etc_passwd.glb",
        "a\"b, a_b.glb",
    })
    void sanitizesTheDownloadName(String asked, String saved) {
        as(alice)
                .queryParam("filename", asked)
                .get(download)
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("filename=\"" + saved + "\""));
    }

    @Test
    void fileNameCannotInjectAHeader() {
        Response answer =
                as(alice).urlEncodingEnabled(false).get(download + "?filename=a%0d%0aX-Evil:%201%0d%0a%0d%0ax");
        answer.then().statusCode(200).header("X-Evil", nullValue()).body(equalTo(MESH));
    }
}
