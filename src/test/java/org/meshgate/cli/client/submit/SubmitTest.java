package org.meshgate.cli.client.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.cli.client.CommandRun;
import org.meshgate.cli.client.FakeServer;

/** {@code submit}: what it makes of words and files, and what it refuses before anything is sent. */
class SubmitTest {

    private static final String TEXT = "POST /api/v1/mesh-generation/text-to-textured-mesh";
    private static final String PAINT = "POST /api/v1/mesh-generation/image-mesh-painting";
    private static final String QUEUED = "{\"job_id\":\"job-1\",\"status\":\"queued\",\"queue_position\":1}";

    @TempDir
    Path folder;

    private final FakeServer server = new FakeServer();

    @BeforeEach
    void describe() {
        server.on("GET /openapi.json", 200, """
                {"paths": {
                  "/api/v1/mesh-generation/text-to-textured-mesh": {"post": {
                    "requestBody": {"content": {"application/json": {"schema": {
                      "required": ["text_prompt"],
                      "properties": {
                        "text_prompt": {"type": "string", "maxLength": 4000},
                        "texture_prompt": {"type": "string", "default": ""},
                        "texture_resolution": {"type": "integer", "minimum": 256, "maximum": 4096, "default": 1024},
                        "quality": {"anyOf": [{"type": "string", "enum": ["low", "high"]}, {"type": "null"}]},
                        "center": {"type": ["array", "null"]},
                        "smooth": {"type": "boolean"},
                        "model_parameters": {"type": ["object", "null"]}}}}}},
                    "x-meshgate-job-type": {"prompts": ["text_prompt", "texture_prompt"], "files": {}}}},
                  "/api/v1/mesh-generation/image-mesh-painting": {"post": {
                    "requestBody": {"content": {"application/json": {"schema": {"properties": {
                      "image_path": {"type": "string"}, "image_file_id": {"type": "string"},
                      "mesh_file_id": {"type": "string"}}}}}},
                    "x-meshgate-job-type": {"prompts": [], "files": {
                      "image": {"kind": "image", "required": true,
                        "fields": {"path": "image_path", "id": "image_file_id"}},
                      "mesh": {"kind": "mesh", "required": true, "fields": {"id": "mesh_file_id"}}}}}},
                  "/api/v1/users/login": {"post": {}}}}
                """)
                .on(TEXT, 200, QUEUED)
                .on(PAINT, 200, QUEUED)
                .on("POST /api/v1/file-upload/image", 200, "{\"file_id\":\"f-image\"}")
                .on("POST /api/v1/file-upload/mesh", 200, "{\"file_id\":\"f-mesh\"}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void valuesHaveTheTypesOfTheirFields() {
        CommandRun run = submit(
                "a 3d cat",
                "--set",
                "texture_resolution=2048",
                "--set",
                "quality=high",
                "--set",
                "center=[0,1.5,0]",
                "--set",
                "smooth=true",
                "--set",
                "texture_prompt=a=b, c",
                "--set",
                "model_parameters.seed=7",
                "--set",
                "model_parameters.style=wild");
        assertThat(run).isEqualTo(new CommandRun(0, "job-1", ""));
        FakeServer.Call call = server.calls(TEXT).get(0);
        assertThat(call.body())
                .isEqualTo("{\"text_prompt\":\"a 3d cat\",\"texture_resolution\":2048,\"quality\":\"high\","
                        + "\"center\":[0,1.5,0],\"smooth\":true,\"texture_prompt\":\"a=b, c\","
                        + "\"model_parameters\":{\"seed\":7,\"style\":\"wild\"}}");
        assertThat(call.header("Prefer")).contains("handling=strict");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--set texture_resolution=8      | --set texture_resolution must be at least 256 and at most 4096",
                "--set texture_resolution=1.5    | --set texture_resolution must be a whole number",
                "--set quality=best              | --set quality must be one of low, high",
                "--set center=left               | --set center must be JSON, an array",
                "--set smooth=perhaps            | --set smooth must be true or false",
                "--set colour=red                | --set colour: text-to-textured-mesh has no such field. It has text_prompt,"
            })
    void wrongValueIsToldAtItsField(String words, String error) {
        CommandRun run = submit(("cat " + words).split(" "));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("Not submitted (text-to-textured-mesh):\n  " + error);
        assertThat(server.calls(TEXT)).isEmpty();
    }

    @Test
    void everythingThatIsMissingIsToldAtOnce() {
        assertThat(submit("--type", "image-mesh-painting", "--set", "x=1").err())
                .isEqualTo("Not submitted (image-mesh-painting):\n"
                        + "  --set x: image-mesh-painting has no such field. It has \n"
                        + "  --input image=FILE is required (image)\n"
                        + "  --input mesh=FILE is required (mesh)\n");
        assertThat(submit().err()).endsWith("  say what to make: submit \"a 3d cat\"\n");
    }

    @Test
    void filesAreUploadedAndNamedByTheirIds() throws IOException {
        // Given
        Files.writeString(folder.resolve("cat \"1\".png"), "picture");
        Files.writeString(folder.resolve("chair.glb"), "mesh");
        // When
        CommandRun run = submit(
                "--type", "mesh-generation/image-mesh-painting", "--input", "chair.glb", "--input", "cat \"1\".png");
        // Then
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("uploading chair.glb ", "uploading cat \"1\".png ", "100%");
        assertThat(server.calls("POST /api/v1/file-upload/image").get(0).body())
                .contains("filename=\"cat %221%22.png\"\r\nContent-Type: image/png\r\n\r\npicture\r\n--");
        assertThat(server.calls(PAINT).get(0).body())
                .isEqualTo("{\"mesh_file_id\":\"f-mesh\",\"image_file_id\":\"f-image\"}");
    }

    @Test
    void fileThatTheJobTypeDoesNotTakeIsNotSent() throws IOException {
        Files.writeString(folder.resolve("cat.png"), "picture");
        assertThat(submit("a cat", "--input", "cat.png").err())
                .startsWith("text-to-textured-mesh takes no image: ")
                .endsWith("cat.png. It takes no files.\n");
        assertThat(submit("a cat", "--input", "dog.png").err()).endsWith("dog.png does not exist.\n");
    }

    @Test
    void repeatedSubmissionHasTheSameKey() {
        // Given a server that is overloaded twice
        int[] asked = {0};
        server.on(TEXT, exchange -> FakeServer.send(exchange, asked[0]++ < 2 ? 503 : 200, QUEUED));
        // When
        CommandRun run = submit("a cat", "--quiet");
        // Then
        assertThat(run).isEqualTo(new CommandRun(0, "job-1", ""));
        List<Optional<String>> keys = server.calls(TEXT).stream()
                .map(call -> call.header("Idempotency-key"))
                .toList();
        assertThat(keys).hasSize(3).doesNotContain(Optional.empty());
        assertThat(keys.stream().distinct()).hasSize(1);
    }

    @Test
    void placeOfTheResultIsCheckedBeforeTheSubmission() throws IOException {
        Files.writeString(folder.resolve("cat.glb"), "mine");
        assertThat(submit("a cat", "-o", "cat.glb").err())
                .isEqualTo(folder.resolve("cat.glb") + " exists. Give --force to replace it, or -o another.\n");
        assertThat(submit("a cat", "-o", "none/cat.glb").err()).isEqualTo(folder.resolve("none") + " is no folder.\n");
        assertThat(server.calls(TEXT)).isEmpty();
    }

    @Test
    void textAfterJsonIsNoValue() {
        assertThat(submit("cat", "--set", "center=[0] [1]").err()).contains("--set center must be JSON, an array");
        assertThat(server.calls(TEXT)).isEmpty();
    }

    @Test
    void errorsOfTheServerStandAtTheirFields() {
        server.on(
                TEXT,
                422,
                "{\"error\":\"VALIDATION_FAILED\",\"detail\":\"The request has 1 error.\","
                        + "\"errors\":[{\"field\":\"model_parameters.seed\",\"message\":\"must be\\u001b[2J a number\"}]}");
        assertThat(submit("a cat"))
                .isEqualTo(new CommandRun(
                        1, "", "The request has 1 error.\n  model_parameters.seed must be?[2J a number\n"));
    }

    @Test
    void unknownTypeIsAnsweredWithThoseThereAre() {
        assertThat(submit("a cat", "--type", "cat").err())
                .isEqualTo("The server has no job type cat. It has text-to-textured-mesh, image-mesh-painting.\n");
    }

    @Test
    void typesAreListedWithTheirFields() {
        assertThat(submit("--types").out().lines())
                .contains(
                        "text-to-textured-mesh",
                        "  --set text_prompt=STRING  required  (TEXT)",
                        "  --set texture_resolution=INTEGER  256 to 4096  (1024)",
                        "  --set quality=low|high",
                        "  --input image=FILE  image, required");
    }

    private CommandRun submit(String... words) {
        return CommandRun.of(SubmitCommand::new, server.url(), folder, words);
    }
}
