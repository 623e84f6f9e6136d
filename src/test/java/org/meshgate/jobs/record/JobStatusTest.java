package org.meshgate.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.FinishedJobs.WithFiles;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** What a job looks like in each of its states: names and types, as clients of 3DAIGC-API read them. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobStatusTest {

    private static final String UTC = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z";
    private static final String URL = "http://localhost:\\d+/api/v1/system/jobs/[0-9a-f-]{36}";
    private static final String LINK = "\\?exp=\\d+&sig=[A-Za-z0-9_.-]+";

    /** In every state. */
    private static final Map<String, String> COMMON = Map.ofEntries(
            Map.entry("job_id", "STRING"),
            Map.entry("feature", "STRING"),
            Map.entry("inputs", "OBJECT"),
            Map.entry("model_preference", "STRING"),
            Map.entry("priority", "NUMBER"),
            Map.entry("status", "STRING"),
            Map.entry("created_at", "STRING"),
            Map.entry("metadata", "OBJECT"),
            Map.entry("user_id", "STRING"),
            Map.entry("created_at_date", "STRING"),
            Map.entry("started_at_date", "NULL"),
            Map.entry("completed_at_date", "NULL"),
            Map.entry("failed_at_date", "NULL"),
            Map.entry("last_retry_at_date", "NULL"),
            Map.entry("timezone", "STRING"),
            Map.entry("progress", "NUMBER"),
            Map.entry("queue_position", "NULL"),
            Map.entry("status_url", "STRING"),
            Map.entry("cancel_url", "STRING"));

    private static final Map<String, String> STARTED =
            Map.of("model_id", "STRING", "started_at", "STRING", "started_at_date", "STRING");

    @Inject
    FinishedJobs jobs;

    @Inject
    GpuScheduler scheduler;

    @Inject
    RedisView redis;

    private final ObjectMapper json = new ObjectMapper();
    private Account alice;

    @BeforeEach
    void register() {
        alice = Api.register();
    }

    @Test
    void aJobThatWaits() throws Exception {
        redis.clearQueue();
        String id = Jobs.submit(alice, "a cat");
        JsonNode job = status(id);
        assertThat(types(job)).isEqualTo(shape(Map.of("queue_position", "NUMBER")));
        assertThat(job.get("status").textValue()).isEqualTo("queued");
        assertThat(job.get("inputs").get("text_prompt").textValue()).isEqualTo("a cat");
        assertThat(job.get("metadata").get("feature_type").textValue()).isEqualTo("text_to_textured_mesh");
        assertThat(job.get("user_id").textValue()).isEqualTo(alice.userId());
        assertThat(job.get("progress").doubleValue()).isZero();
        assertThat(job.get("queue_position").intValue()).isPositive();
        assertThat(job.get("status_url").textValue()).matches(URL).endsWith(id);
        assertThat(job.get("cancel_url").textValue()).matches(URL + "/cancel");
        assertThat(job.get("timezone").textValue()).isEqualTo("UTC");
    }

    @Test
    void aJobThatIsWorkedOn() throws Exception {
        String id = jobs.processing(alice.userId());
        JsonNode job = status(id);
        assertThat(types(job)).isEqualTo(shape(STARTED));
        assertThat(job.get("status").textValue()).isEqualTo("processing");
        assertThat(job.get("model_id").textValue()).isEqualTo("trellis_text_to_textured_mesh");
        // And between the scheduler's two writes it has no start yet
        String popped = jobs.queued(alice.userId());
        scheduler.take(popped);
        assertThat(types(status(popped))).isEqualTo(shape(Map.of()));
        Jobs.status(alice, popped).then().body("status", equalTo("processing"));
    }

    @Test
    void showsCancellationRequest() throws Exception {
        String id = jobs.processing(alice.userId());
        as(alice)
                .post(Jobs.job(id) + "/cancel")
                .then()
                .statusCode(200)
                .body("job_id", equalTo(id))
                .body("status", equalTo("cancel_requested"))
                .body(
                        "message",
                        equalTo("Cancellation requested. A worker that cannot be interrupted finishes the job first."));
        Jobs.status(alice, id).then().body("status", equalTo("processing")).body("cancel_requested", equalTo(true));
    }

    @Test
    void aJobThatHasCompleted() throws Exception {
        WithFiles made = jobs.withFiles(alice.userId());
        JsonNode job = status(made.id());
        Map<String, String> shape = new HashMap<>(STARTED);
        shape.putAll(Map.of("completed_at", "STRING", "completed_at_date", "STRING", "result", "OBJECT"));
        assertThat(types(job)).isEqualTo(shape(shape));
        assertThat(job.get("progress").doubleValue()).isEqualTo(1.0);
        JsonNode result = job.get("result");
        assertThat(types(result))
                .isEqualTo(new TreeMap<>(Map.of(
                        "success", "BOOLEAN",
                        "generation_info", "OBJECT",
                        "mesh_url", "STRING",
                        "mesh_file_info", "OBJECT",
                        "thumbnail_url", "STRING",
                        "thumbnail_file_info", "OBJECT",
                        "files", "OBJECT")));
        assertThat(result.get("mesh_url").textValue())
                .matches(URL + "/download" + LINK)
                .contains(made.id());
        assertThat(result.get("thumbnail_url").textValue())
                .matches(URL + "/thumbnail" + LINK)
                .contains(made.id());
        assertThat(result.get("mesh_file_info"))
                .isEqualTo(json.readTree("{\"filename\":\"" + made.mesh().getFileName()
                        + "\",\"file_size_bytes\":10,\"file_size_mb\":0.00,"
                        + "\"content_type\":\"model/gltf-binary\",\"file_extension\":\".glb\"}"));
        assertThat(result.get("thumbnail_file_info").get("content_type").textValue())
                .isEqualTo("image/png");
        assertThat(result.get("generation_info"))
                .isEqualTo(json.readTree("{\"model_used\":\"trellis\",\"parameters\":{\"seed\":1}}"));
    }

    @Test
    void aJobThatHasFailed() throws Exception {
        String id = jobs.failed(alice.userId(), "CUDA out of memory");
        JsonNode job = status(id);
        Map<String, String> shape = new HashMap<>(STARTED);
        shape.putAll(Map.of("error", "STRING", "failed_at", "STRING", "failed_at_date", "STRING"));
        assertThat(types(job)).isEqualTo(shape(shape));
        assertThat(job.get("error").textValue()).isEqualTo("CUDA out of memory");
        assertThat(job.get("progress").doubleValue()).isZero();
    }

    @Test
    void aJobThatWasCancelled() throws Exception {
        String id = Jobs.submit(alice);
        as(alice)
                .post(Jobs.job(id) + "/cancel")
                .then()
                .statusCode(200)
                .body("job_id", equalTo(id))
                .body("status", equalTo("cancelled"))
                .body("message", equalTo("Job cancelled"));
        JsonNode job = status(id);
        assertThat(types(job)).isEqualTo(shape(Map.of("cancelled_at", "STRING")));
        assertThat(job.get("status").textValue()).isEqualTo("cancelled");
        assertProblem(
                as(alice).post(Jobs.job(id) + "/cancel"),
                409,
                "JOB_FINISHED",
                org.hamcrest.Matchers.containsString("cancelled"));
    }

    @Test
    void showsTimesAndDaysInUtc() throws Exception {
        // Given a job of an evening in New York
        String id = UUID.randomUUID().toString();
        scheduler.enqueueByOldApi(id, alice.userId(), Instant.parse("2026-11-22T03:22:26.875537Z"));
        assertThat(redis.hashField("jobs", id)).contains("2026-11-21T22:22:26.875537-05:00");
        scheduler.take(id);
        scheduler.start(id, "m");
        scheduler.complete(id, Map.of("success", true));
        // Then
        JsonNode job = status(id);
        assertThat(job.get("created_at").textValue()).isEqualTo("2026-11-22T03:22:26.875Z");
        assertThat(job.get("created_at_date").textValue()).isEqualTo("11-22-2026");
        assertThat(job.get("started_at").textValue()).matches(UTC);
        assertThat(job.get("completed_at").textValue()).matches(UTC);
        JsonNode row = historyRow(id);
        assertThat(row.get("created_at").textValue()).isEqualTo("2026-11-22T03:22:26.875Z");
        assertThat(row.get("completed_at").textValue()).matches(UTC);
        as(alice)
                .get(Jobs.job(id) + "/info")
                .then()
                .body("created_at", equalTo("2026-11-22T03:22:26.875Z"))
                .body("completed_at", org.hamcrest.Matchers.matchesPattern(UTC));
    }

    @Test
    void historyRowHasTheFieldsOf3daigcApi() throws Exception {
        WithFiles made = jobs.withFiles(alice.userId());
        JsonNode row = historyRow(made.id());
        assertThat(types(row))
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("job_id", "STRING"),
                        Map.entry("feature", "STRING"),
                        Map.entry("inputs", "OBJECT"),
                        Map.entry("model_preference", "STRING"),
                        Map.entry("priority", "NUMBER"),
                        Map.entry("timeout_seconds", "NUMBER"),
                        Map.entry("mesh_url", "STRING"),
                        Map.entry("thumbnail_url", "STRING"),
                        Map.entry("processing_time", "NUMBER"),
                        Map.entry("user_id", "STRING"),
                        Map.entry("status", "STRING"),
                        Map.entry("progress", "NUMBER"),
                        Map.entry("assigned_model", "STRING"),
                        Map.entry("created_at", "STRING"),
                        Map.entry("started_at", "STRING"),
                        Map.entry("completed_at", "STRING"),
                        Map.entry("result", "OBJECT"),
                        Map.entry("error", "NULL"),
                        Map.entry("metadata", "OBJECT"),
                        Map.entry("retry_count", "NUMBER"),
                        Map.entry("max_retries", "NUMBER"),
                        Map.entry("last_retry_at", "NULL"),
                        Map.entry("retry_reason", "NULL"),
                        Map.entry("created_at_date", "STRING"),
                        Map.entry("started_at_date", "STRING"),
                        Map.entry("completed_at_date", "STRING"),
                        Map.entry("failed_at_date", "NULL"),
                        Map.entry("last_retry_at_date", "NULL"),
                        Map.entry("timezone", "STRING"))));
        assertThat(types(row.get("result")))
                .isEqualTo(new TreeMap<>(Map.of("mesh_url", "STRING", "thumbnail_url", "STRING")));
    }

    private JsonNode status(String id) throws Exception {
        return json.readTree(
                Jobs.status(alice, id).then().statusCode(200).extract().asString());
    }

    private JsonNode historyRow(String id) throws Exception {
        status(id); // whoever looks at a job corrects its index
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(as(alice).get(Jobs.HISTORY).<List<String>>path("jobs.job_id"))
                        .contains(id));
        JsonNode rows = json.readTree(as(alice).get(Jobs.HISTORY).asString()).get("jobs");
        for (JsonNode row : rows) {
            if (row.get("job_id").textValue().equals(id)) {
                return row;
            }
        }
        throw new AssertionError("not in the history");
    }

    private static Map<String, String> shape(Map<String, String> more) {
        Map<String, String> shape = new TreeMap<>(COMMON);
        shape.putAll(more);
        return shape;
    }

    private static Map<String, String> types(JsonNode object) {
        Map<String, String> types = new TreeMap<>();
        object.properties()
                .forEach(member -> types.put(
                        member.getKey(), member.getValue().getNodeType().name()));
        return types;
    }
}
