package org.meshgate.files;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.files.UploadSamples.latin;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.files.upload.JobUploadsFolder;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

/** What is taken for an upload, and that everything else leaves nothing behind. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class UploadContentTest {

    private static final String IMAGE = "/api/v1/file-upload/image";
    private static final String MESH = "/api/v1/file-upload/mesh";
    private static final byte[] PNG = UploadSamples.png(16, 16);

    private String token;
    private List<Path> before;

    @BeforeEach
    void register() {
        token = Api.register().token();
        before = JobUploadsFolder.files();
    }

    /** Nothing but what was accepted, under its final name. */
    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(JobUploadsFolder.files()).noneMatch(path -> path.toString().endsWith(".part"));
    }

    private RequestSpecification me() {
        return as(token);
    }

    private Response form(String route, String form) {
        return form(route, latin(form));
    }

    private Response form(String route, byte[] form) {
        return me().config(io.restassured.RestAssured.config()
                        .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("multipart/form-data", io.restassured.http.ContentType.TEXT)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType("multipart/form-data; boundary=b")
                .body(form)
                .post(route);
    }

    private static byte[] part(String disposition, byte[] content) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(("--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(content);
        form.writeBytes(latin("\r\n--b--\r\n"));
        return form.toByteArray();
    }

    private void assertRefused(Response response, int status, String error, String detail) {
        assertProblem(response, status, error, containsString(detail));
        assertThat(JobUploadsFolder.files()).containsExactlyInAnyOrderElementsOf(before);
    }

    @ParameterizedTest
    @CsvSource({
        "../../x.png, x.png",
        "..\\..\\x.png, x.png",
        "/etc/passwd.png, passwd.png",
        "a.exe.png, a.exe.png",
        "CAT.PNG, CAT.PNG",
        "żółw 🐢.png, żółw 🐢.png",
        ".png.png, png.png"
    })
    void onlyTheExtensionOfTheNameIsUsed(String sent, String shown) {
        Response response = form(IMAGE, part("name=\"file\"; filename=\"" + sent + "\"", PNG));
        response.then().statusCode(200).body("filename", equalTo(shown));
        assertThat(JobUploadsFolder.files())
                .contains(JobUploadsFolder.FOLDER.resolve("image/"
                        + response.<String>path("file_id").substring(0, 2) + "/upload_" + response.path("file_id")
                        + ".png"));
    }

    @Test
    void namesAreSanitized() {
        form(IMAGE, part("name=\"file\"; filename=\"a\0b\u202ec.png\"", PNG))
                .then()
                .statusCode(200)
                .body("filename", equalTo("abc.png"));
        Response longName = form(IMAGE, part("name=\"file\"; filename=\"" + "x".repeat(300) + ".png\"", PNG));
        assertThat(longName.<String>path("filename")).hasSize(150).endsWith("x.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat", "cat.", "png", ".png", "cat.gif", "cat.png.exe", "cat.tga", "cat.glb", "cat.png\0"})
    void anotherExtensionIsRefused(String filename) {
        assertRefused(
                form(IMAGE, part("name=\"file\"; filename=\"" + filename + "\"", PNG)),
                422,
                "VALIDATION_FAILED",
                "file must have a name with one of the extensions jpg, jpeg, png");
    }

    @Test
    void contentMustMatchTheExtension() {
        byte[] elf = latin("\u007fELF\u0002\u0001\u0001\0\0\0\0\0\0\0\0\0");
        for (String name : List.of("a.png", "a.jpg", "a.jpeg", "a.webp", "a.bmp", "a.tiff")) {
            byte[] other = name.equals("a.png") ? UploadSamples.bmp(5, 5) : PNG;
            assertRefused(send(IMAGE, name, elf), 422, "VALIDATION_FAILED", "file must have the content");
            assertRefused(send(IMAGE, name, other), 422, "VALIDATION_FAILED", "file must have the content");
        }
        for (String name : List.of("a.glb", "a.gltf", "a.obj", "a.fbx", "a.ply", "a.stl")) {
            assertRefused(send(MESH, name, elf), 422, "VALIDATION_FAILED", "file must have the content");
        }
    }

    @Test
    void imageDimensionsAreLimited() {
        for (byte[] picture : List.of(
                UploadSamples.png(100_000, 10),
                UploadSamples.png(10, 8193),
                UploadSamples.png(0, 10),
                UploadSamples.png(-1, -1))) {
            assertRefused(send(IMAGE, "a.png", picture), 422, "VALIDATION_FAILED", "1 to 8192 pixels");
        }
        send(IMAGE, "a.png", UploadSamples.png(8192, 8192)).then().statusCode(200);
        send(IMAGE, "a.jpg", UploadSamples.jpeg(8192, 20)).then().statusCode(200);
    }

    /** An OBJ or glTF may name other files: nobody looks for them here. */
    @Test
    void aMeshIsTakenByItsHeaderAlone() {
        send(MESH, "a.obj", latin("mtllib /etc/passwd\nv 0 0 0\n")).then().statusCode(200);
        send(MESH, "a.gltf", latin("{\"buffers\":[{\"uri\":\"/etc/passwd\"}]}"))
                .then()
                .statusCode(200);
        send(MESH, "a.stl", UploadSamples.binaryStl(2)).then().statusCode(200);
    }

    @Test
    void sizeLimitIsInclusive() {
        send(IMAGE, "a.png", Arrays.copyOf(PNG, JobUploadsFolder.MAX_IMAGE_SIZE))
                .then()
                .statusCode(200);
        before = JobUploadsFolder.files();
        assertRefused(
                send(IMAGE, "a.png", Arrays.copyOf(PNG, JobUploadsFolder.MAX_IMAGE_SIZE + 1)),
                413,
                "BODY_TOO_LARGE",
                "The file is larger than the limit of 262144 bytes.");
        assertRefused(send(IMAGE, "a.png", Arrays.copyOf(PNG, 5_000_000)), 413, "BODY_TOO_LARGE", "262144");
    }

    @Test
    void formMustHaveExactlyOneFile() {
        String file = "Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"
                + new String(PNG, StandardCharsets.ISO_8859_1) + "\r\n--b";
        assertRefused(form(IMAGE, "--b--\r\n"), 422, "VALIDATION_FAILED", "file is required");
        assertRefused(form(IMAGE, "--b\r\n" + file + "\r\n" + file + "--"), 422, "VALIDATION_FAILED", "only part");
        assertRefused(
                form(IMAGE, "--b\r\n" + file + "\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--b--"),
                422,
                "VALIDATION_FAILED",
                "only part");
        for (String name : List.of("name=\"upload\"", "name=\"file[0]\"", "name=\"a.file\"", "name=\"FILE\"", "x")) {
            assertRefused(
                    form(IMAGE, part(name + "; filename=\"a.png\"", PNG)), 422, "VALIDATION_FAILED", "another name");
        }
        assertRefused(form(IMAGE, part("name=\"file\"", PNG)), 422, "VALIDATION_FAILED", "sent with its name");
        assertRefused(
                form(IMAGE, part("name=\"file\"; filename=\"a.png\"", new byte[0])),
                422,
                "VALIDATION_FAILED",
                "must not be empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "--b", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx"})
    void brokenFormIsMalformedBody(String form) {
        assertThat(form(IMAGE, form).statusCode()).isIn(400, 422);
        assertThat(JobUploadsFolder.files()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void otherMediaTypesAreRefused() {
        for (String type : List.of("application/json", "text/plain", "application/x-www-form-urlencoded")) {
            assertRefused(
                    me().contentType(type).body("{}").post(IMAGE),
                    415,
                    "UNSUPPORTED_MEDIA_TYPE",
                    "multipart/form-data");
        }
        assertRefused(me().post(IMAGE), 415, "UNSUPPORTED_MEDIA_TYPE", "multipart/form-data");
    }

    @Test
    void uploadNeedsAToken() {
        assertRefused(
                given().multiPart("file", "a.glb", UploadSamples.glb(5_000_000)).post(MESH),
                401,
                "TOKEN_REQUIRED",
                "missing");
        assertRefused(
                as(Api.UNKNOWN_TOKEN).multiPart("file", "a.png", PNG).post(IMAGE), 401, "INVALID_TOKEN", "Invalid");
    }

    @Test
    void concurrentUploadsAreAllStored() {
        List<String> ids = IntStream.range(0, 24)
                .parallel()
                .mapToObj(i -> send(MESH, i + ".glb", UploadSamples.glb(200_000 + i)))
                .map(response -> response.then().statusCode(200).extract().<String>path("file_id"))
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        me().get("/api/v1/file-upload/list").then().body("count", equalTo(24));
        assertThat(JobUploadsFolder.files()).hasSize(before.size() + 24);
    }

    private Response send(String route, String filename, byte[] content) {
        return me().multiPart("file", filename, content).post(route);
    }
}
