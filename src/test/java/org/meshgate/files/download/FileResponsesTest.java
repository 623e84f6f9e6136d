package org.meshgate.files.download;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.files.Outputs;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class FileResponsesTest {

    private static final String URL = "/test-files/";
    private static final String CONTENT = "0123456789";

    private String token;

    @BeforeEach
    void prepare() {
        token = Api.register().token();
        Outputs.write("tri.glb", CONTENT);
    }

    private RequestSpecification me() {
        return as(token);
    }

    @Test
    void theWholeFile() {
        me().get(URL + "tri.glb")
                .then()
                .statusCode(200)
                .contentType("model/gltf-binary")
                .header("Content-Length", "10")
                .header("Accept-Ranges", "bytes")
                .header("X-File-Size", "10")
                .header("X-Job-ID", "job-1")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Disposition", "attachment; filename=\"tri.glb\"; filename*=UTF-8''tri.glb")
                .header("ETag", matchesPattern("\"[0-9a-f.-]+\""))
                .header("Last-Modified", matchesPattern("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"))
                .header("Content-Range", nullValue())
                .body(equalTo(CONTENT));
        assertThat(me().get(URL + "tri.glb").headers().getValues("Cache-Control"))
                .containsExactly("private, no-cache");
        assertThat(me().get(URL + "tri.glb").headers().getValues("Content-Length"))
                .containsExactly("10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "image/*", "application/json", "model/gltf-binary", ""})
    void whateverTheClientAccepts(String accept) {
        me().accept(accept).get(URL + "tri.glb").then().statusCode(200).contentType("model/gltf-binary");
    }

    @Test
    void headHasTheHeadersAndNoBody() {
        Response get = me().get(URL + "tri.glb");
        for (Response head : List.of(
                me().head(URL + "tri.glb"), me().header("Range", "bytes=2-3").head(URL + "tri.glb"))) {
            head.then().statusCode(200).body(equalTo(""));
            for (String name : List.of(
                    "Content-Length",
                    "Content-Type",
                    "ETag",
                    "Last-Modified",
                    "Accept-Ranges",
                    "X-File-Size",
                    "X-Job-ID",
                    "Cache-Control",
                    "Content-Disposition")) {
                assertThat(head.headers().getValues(name))
                        .as(name)
                        .isEqualTo(get.headers().getValues(name));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, bytes 0-0/10",
        "bytes=2-5, 2345, bytes 2-5/10",
        "bytes=7-, 789, bytes 7-9/10",
        "bytes=-3, 789, bytes 7-9/10",
        "bytes=0-99, 0123456789, bytes 0-9/10"
    })
    void aPart(String range, String body, String contentRange) {
        me().header("Range", range)
                .get(URL + "tri.glb")
                .then()
                .statusCode(206)
                .header("Content-Range", contentRange)
                .header("Content-Length", Integer.toString(body.length()))
                .header("X-File-Size", "10")
                .body(equalTo(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1-2,4-5", "bytes=5-2", "lines=1-2", "nonsense"})
    void invalidOrMultipleRangesGiveTheWholeFile(String range) {
        me().header("Range", range)
                .get(URL + "tri.glb")
                .then()
                .statusCode(200)
                .header("Content-Range", nullValue())
                .body(equalTo(CONTENT));
    }

    @Test
    void rangeBeyondTheEndIsNotSatisfiable() {
        Response response = me().header("Range", "bytes=10-").get(URL + "tri.glb");
        assertProblem(response, 416, "RANGE_NOT_SATISFIABLE", containsString("10 bytes"));
        response.then()
                .header("Content-Range", "bytes */10")
                .header("Cache-Control", "no-store")
                .header("ETag", nullValue());
    }

    @Test
    void matchingValidatorGivesNotModified() {
        Response first = me().get(URL + "tri.glb");
        String etag = first.header("ETag");
        for (String known : List.of(etag, "W/" + etag, "\"x\", " + etag, "*")) {
            Response again = me().header("If-None-Match", known)
                    .header("Range", "bytes=99-")
                    .get(URL + "tri.glb");
            again.then()
                    .statusCode(304)
                    .header("ETag", etag)
                    .header("Cache-Control", "private, no-cache")
                    .header("Content-Type", nullValue())
                    .body(equalTo(""));
            me().header("If-None-Match", known).head(URL + "tri.glb").then().statusCode(304);
        }
        me().header("If-Modified-Since", first.header("Last-Modified"))
                .get(URL + "tri.glb")
                .then()
                .statusCode(304);
    }

    @Test
    void differentValidatorGivesTheFile() {
        Response first = me().get(URL + "tri.glb");
        me().header("If-None-Match", "\"x\"")
                .header("If-Modified-Since", first.header("Last-Modified"))
                .get(URL + "tri.glb")
                .then()
                .statusCode(200);
        for (String date : List.of("Sat, 01 Jan 2000 00:00:00 GMT", "yesterday", "")) {
            me().header("If-Modified-Since", date).get(URL + "tri.glb").then().statusCode(200);
        }
        Outputs.write("tri.glb", "other");
        me().header("If-None-Match", first.header("ETag"))
                .get(URL + "tri.glb")
                .then()
                .statusCode(200)
                .body(equalTo("other"));
    }

    @Test
    void ifRangeAllowsRangesOfTheSameContentOnly() {
        Response first = me().get(URL + "tri.glb");
        for (String same : List.of(first.header("ETag"), first.header("Last-Modified"))) {
            me().header("Range", "bytes=2-3")
                    .header("If-Range", same)
                    .get(URL + "tri.glb")
                    .then()
                    .statusCode(206)
                    .body(equalTo("23"));
        }
        for (String other : List.of("\"x\"", "W/" + first.header("ETag"), "Sat, 01 Jan 2000 00:00:00 GMT")) {
            me().header("Range", "bytes=2-3")
                    .header("If-Range", other)
                    .get(URL + "tri.glb")
                    .then()
                    .statusCode(200)
                    .body(equalTo(CONTENT));
        }
    }

    @Test
    void anEmptyFile() {
        Outputs.write("empty.json", "");
        me().get(URL + "empty.json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Content-Length", "0")
                .header("X-File-Size", "0")
                .body(equalTo(""));
        me().head(URL + "empty.json").then().statusCode(200).header("Content-Length", "0");
        assertProblem(
                me().header("Range", "bytes=0-").get(URL + "empty.json"),
                416,
                "RANGE_NOT_SATISFIABLE",
                containsString("0 bytes"));
    }

    @Test
    void requestedFileNameIsSanitized() {
        me().queryParam("filename", "../st\u00fchl\r\n\"x")
                .get(URL + "tri.glb")
                .then()
                .statusCode(200)
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"_st_hl_x.glb\"; filename*=UTF-8''_st%C3%BChl_x.glb");
    }

    @Test
    void aFileThatIsGoneOrOutside() {
        assertProblem(me().get(URL + "none.glb"), 404, "FILE_NOT_FOUND", "The file is no longer on the server.");
        assertProblem(
                me().urlEncodingEnabled(false).get(URL + "..%2F..%2Fpom.xml"),
                403,
                "FILE_ACCESS_DENIED",
                "Access denied to this file");
        assertProblem(
                me().urlEncodingEnabled(false).get(URL + "a%00b"),
                404,
                "FILE_NOT_FOUND",
                "The file is no longer on the server.");
    }

    @Test
    void aSmallFileAsBase64() {
        me().queryParam("format", "base64")
                .get(URL + "tri.glb")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .body("job_id", equalTo("job-1"))
                .body("filename", equalTo("tri.glb"))
                .body("content_type", equalTo("model/gltf-binary"))
                .body("file_size_mb", equalTo(10f / 1024 / 1024))
                .body("base64_data", equalTo("data:model/gltf-binary;base64,MDEyMzQ1Njc4OQ=="))
                .body("generation_info.seed", equalTo(1))
                .body("download_time", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"));
    }

    @Test
    void downloadNeedsAToken() {
        assertProblem(given().get(URL + "tri.glb"), 401, "TOKEN_REQUIRED", containsString("missing"));
    }
}
