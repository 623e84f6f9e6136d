package org.meshgate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.JobType;
import org.meshgate.files.Outputs;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.WorkerResults;

/**
 * One job of every type, from the upload of its files to the download of its result, through a scheduler that works in the
 * folder in which {@code uploads} and {@code outputs} lie, as that of 3DAIGC-API does.
 */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.Strict.class)
class EveryJobTypeTest {

    private static final Path FOLDER = Outputs.FOLDER.getParent();
    private static final String GENERATION = "/api/v1/mesh-generation";
    private static final String WITHOUT_MODEL = GENERATION + "/text-to-raw-mesh";

    @Inject
    GpuScheduler scheduler;

    @Inject
    Catalog catalog;

    @Inject
    RedisView redis;

    private final ObjectMapper json = new ObjectMapper();
    private Account alice;

    /**
     * A job type as the scheduler expects it.
     *
     * @param body what a client sends, with {@code IMAGE} and {@code MESH} for ids of uploads
     * @param inputs members of the record's inputs, in the order of 3DAIGC-API
     * @param metadata members of the record's metadata
     */
    record Expected(
            String path, String feature, String model, String body, List<String> inputs, List<String> metadata) {

        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Expected> jobTypes() {
        String textured = "text_prompt texture_prompt output_format texture_resolution";
        String mask = "'mask_bbox':{'center':[0,0,0],'dimensions':[1,1,1]}";
        String masked = "mesh_path mask_type mask_center mask_params ";
        return Stream.of(
                type("", "text_to_textured_mesh", "trellis", "'prompt':'a cat'", textured),
                type("/text-to-textured-mesh", "text_to_textured_mesh", "trellis", "'text_prompt':'a cat'", textured),
                type(
                        "/text-mesh-painting",
                        "text_mesh_painting",
                        "trellis",
                        "'text_prompt':'red','mesh_file_id':'MESH'",
                        "text_prompt mesh_path output_format texture_resolution"),
                type(
                        "/image-to-raw-mesh",
                        "image_to_raw_mesh",
                        "hunyuan3dv21",
                        "'image_file_id':'IMAGE'",
                        "image_path output_format"),
                type(
                        "/image-to-textured-mesh",
                        "image_to_textured_mesh",
                        "trellis",
                        "'image_file_id':'IMAGE'",
                        "image_path texture_image_path output_format texture_resolution"),
                type(
                        "/image-mesh-painting",
                        "image_mesh_painting",
                        "trellis",
                        "'image_file_id':'IMAGE','mesh_file_id':'MESH'",
                        "image_path mesh_path output_format texture_resolution"),
                type(
                        "/api/v1/mesh-editing/text-mesh-editing",
                        "text_mesh_editing",
                        "voxhammer",
                        "'mesh_file_id':'MESH','source_prompt':'a','target_prompt':'b'," + mask,
                        masked + "source_prompt target_prompt num_views resolution output_format"),
                type(
                        "/api/v1/mesh-editing/image-mesh-editing",
                        "image_mesh_editing",
                        "voxhammer",
                        "'mesh_file_id':'MESH','source_image_file_id':'IMAGE','target_image_file_id':'IMAGE',"
                                + "'mask_image_file_id':'IMAGE'," + mask,
                        masked + "source_image_path target_image_path mask_image_path num_views resolution"
                                + " output_format"),
                type(
                        "/api/v1/auto-rigging/generate-rig",
                        "auto_rig",
                        "unirig",
                        "'mesh_file_id':'MESH'",
                        "rig_mode mesh_path output_format"),
                type(
                        "/api/v1/mesh-segmentation/segment-mesh",
                        "mesh_segmentation",
                        "p3sam",
                        "'mesh_file_id':'MESH'",
                        "mesh_path num_parts output_format"),
                type(
                        "/api/v1/mesh-retopology/retopologize-mesh",
                        "mesh_retopology",
                        "instant_meshes",
                        "'mesh_file_id':'MESH'",
                        "mesh_path target_vertex_count output_format seed"),
                type(
                        "/api/v1/mesh-uv-unwrapping/unwrap-mesh",
                        "uv_unwrapping",
                        "xatlas",
                        "'mesh_file_id':'MESH','object_name':' chair '",
                        "mesh_path distortion_threshold pack_method save_individual_parts save_visuals output_format"
                                + " object_name",
                        "feature_type object_name"),
                type(
                        "/api/v1/splat-generation/image-to-splat",
                        "image_to_splat",
                        "triposplat",
                        "'image_file_id':'IMAGE'",
                        "image_path output_format"),
                type(
                        "/api/v1/world-generation/image-to-world",
                        "image_to_world",
                        "opennexus",
                        "'image_file_id':'IMAGE'",
                        "image_path world_id world_name prop_regions prop_mesh_model_preference splat_parameters"
                                + " prop_mesh_parameters spawn"),
                type(
                        "/api/v1/motion-generation/text-to-motion",
                        "text_to_motion",
                        "kimodo",
                        "'text_prompt':'walk'",
                        "text_prompt duration output_format export_bvh diffusion_steps seed",
                        "text_prompt duration"));
    }

    private static Expected type(String path, String feature, String family, String body, String inputs) {
        return type(path, feature, family, body, inputs, "feature_type");
    }

    private static Expected type(
            String path, String feature, String family, String body, String inputs, String metadata) {
        return new Expected(
                path.startsWith("/api") ? path : GENERATION + path,
                feature,
                family,
                "{" + body.replace('\'', '"') + "}",
                List.of(inputs.split(" ")),
                List.of(metadata.split(" ")));
    }

    @BeforeEach
    void register() {
        alice = Api.register();
    }

    @Test
    void coversEveryJobType() {
        assertThat(Stream.concat(jobTypes().map(Expected::path), Stream.of(WITHOUT_MODEL)))
                .containsExactlyInAnyOrderElementsOf(
                        catalog.jobTypes().stream().map(JobType::path).toList());
        // and the one type for which 3DAIGC-API has no model does not get into the queue, where it would only fail
        assertProblem(
                submit(WITHOUT_MODEL, "{\"text_prompt\":\"a cat\"}"),
                422,
                "VALIDATION_FAILED",
                containsString("no model is available"));
    }

    @ParameterizedTest
    @MethodSource("jobTypes")
    void runsAJobOfEachType(Expected type) throws Exception {
        // Given
        String body = type.body()
                .replace("IMAGE", upload("image", "cat.png", png()))
                .replace("MESH", upload("mesh", "tri.glb", glb()));
        // When
        Response answer = submit(type.path(), body);
        answer.then().statusCode(200).body("status", equalTo("queued"));
        String id = answer.path("job_id");
        // Then the record and the queue are what the scheduler needs
        ObjectNode record = scheduler.record(id);
        assertRecord(record, id, type);
        assertScore(id, record);
        // When it runs
        scheduler.take(id);
        assertThat(scheduler.isTooOld(id)).isFalse();
        String model = record.get("model_preference").textValue();
        scheduler.start(id, model);
        Jobs.status(alice, id).then().body("status", equalTo("processing")).body("model_id", equalTo(model));
        scheduler.complete(id, new WorkerResults(FOLDER).run(id, model, scheduler.record(id)));
        // Then the client gets the result, and no path of the server
        Response done = Jobs.status(alice, id);
        done.then()
                .statusCode(200)
                .body("status", equalTo("completed"))
                .body("progress", equalTo(1.0f))
                .body("result.success", equalTo(true))
                .body(
                        "result.mesh_file_info.file_size_bytes",
                        equalTo(WorkerResults.content(id).length()));
        assertThat(done.asString()).doesNotContain(FOLDER.toString());
        String url = done.path("result.mesh_url");
        assertThat(RestAssured.given().urlEncodingEnabled(false).get(url).asString())
                .isEqualTo(WorkerResults.content(id));
        as(alice)
                .get(Jobs.job(id) + "/download")
                .then()
                .statusCode(200)
                .header("X-Job-ID", equalTo(id))
                .body(equalTo(WorkerResults.content(id)));
        boolean pictured = model.startsWith("trellis");
        done.then().body("result.thumbnail_url", pictured ? notNullValue() : nullValue());
        as(alice).get(Jobs.job(id) + "/thumbnail").then().statusCode(pictured ? 200 : 404);
    }

    private void assertRecord(ObjectNode record, String id, Expected type) throws Exception {
        assertThat(names(record))
                .containsExactly(
                        "job_id",
                        "feature",
                        "inputs",
                        "model_preference",
                        "priority",
                        "status",
                        "created_at",
                        "metadata",
                        "user_id");
        assertThat(record.get("job_id").textValue()).isEqualTo(id);
        assertThat(record.get("feature").textValue()).isEqualTo(type.feature());
        assertThat(record.get("model_preference").textValue()).startsWith(type.model());
        assertThat(record.get("priority").isInt()).isTrue();
        assertThat(record.get("priority").intValue()).isEqualTo(1);
        assertThat(record.get("status").textValue()).isEqualTo("queued");
        assertThat(record.get("user_id").textValue()).isEqualTo(alice.userId());
        // both are JSON as text
        assertThat(record.get("inputs").isTextual()).isTrue();
        assertThat(record.get("metadata").isTextual()).isTrue();
        JsonNode inputs = json.readTree(record.get("inputs").textValue());
        assertThat(names(inputs)).containsExactlyElementsOf(type.inputs());
        assertThat(names(json.readTree(record.get("metadata").textValue()))).containsExactlyElementsOf(type.metadata());
        // and every file is where the scheduler will look
        inputs.properties().forEach(input -> {
            if (input.getKey().endsWith("_path") && !input.getValue().isNull()) {
                assertThat(Path.of(input.getValue().textValue())).isAbsolute();
                assertThat(Files.isRegularFile(Path.of(input.getValue().textValue())))
                        .as(input.toString())
                        .isTrue();
            }
        });
    }

    /** {@code priority * 1e10 + seconds}, to the millisecond. */
    private void assertScore(String id, ObjectNode record) {
        Instant created = Instant.parse(record.get("created_at").textValue());
        double score = Double.parseDouble(
                redis.send(Command.ZSCORE, "3daigc:queue:pending", id).toString());
        assertThat(Math.round(score * 1000)).isEqualTo(10_000_000_000_000L + created.toEpochMilli());
    }

    private Response submit(String path, String body) {
        return as(alice).contentType("application/json").body(body).post(path);
    }

    private String upload(String kind, String name, byte[] content) {
        Response answer = as(alice).multiPart("file", name, content).post("/api/v1/file-upload/" + kind);
        answer.then().statusCode(200).contentType(startsWith("application/json"));
        return answer.path("file_id");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static byte[] png() {
        return ByteBuffer.allocate(64)
                .put("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(16)
                .putInt(16)
                .array();
    }

    private static byte[] glb() {
        return ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("glTF".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(2)
                .putInt(64)
                .array();
    }
}
