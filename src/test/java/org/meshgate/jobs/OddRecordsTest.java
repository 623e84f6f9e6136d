package org.meshgate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.FinishedJobs.WithFiles;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Records and results that other programs leave in ways that nobody expects: nothing breaks, nothing gets lost. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class OddRecordsTest {

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
    void aJobWhoseResultIsStillOnItsWay() throws Exception {
        // Given the moment between the scheduler's two writes
        String id = jobs.completedSoFar(alice.userId());
        // Then
        JsonNode job = status(id);
        assertThat(job.get("status").textValue()).isEqualTo("completed");
        assertThat(job.has("result")).isFalse();
        assertThat(historyRow(id).get("result").isNull()).isTrue();
        assertNoResult(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "[1]", "7", "null", "\"text\"", "NaN", "{\"output_mesh_path\": 7}", "{}"})
    void ignoresInvalidResult(String text) throws Exception {
        String id = jobs.completedSoFar(alice.userId());
        redis.send(Command.HSET, "3daigc:results", id, text);
        assertThat(status(id).get("status").textValue()).isEqualTo("completed");
        assertThat(historyRow(id).get("result").isNull()).isTrue();
        as(alice).get(Jobs.job(id) + "/info").then().statusCode(200).body("status", equalTo("completed"));
        for (String file : List.of("/download", "/thumbnail", "/download?format=base64")) {
            assertProblem(as(alice).get(Jobs.job(id) + file), 404, "FILE_NOT_FOUND", startsWith("This job has no "));
        }
        as(alice)
                .delete(Jobs.job(id) + "/result")
                .then()
                .statusCode(200)
                .body("deleted", equalTo(false))
                .body("message", equalTo("No result file to delete"));
        as(alice).delete(Jobs.job(id)).then().statusCode(200).body("job_info.status", equalTo("completed"));
    }

    @Test
    void acceptsNumbersOfPython() throws Exception {
        WithFiles made = jobs.withFiles(alice.userId());
        redis.send(
                Command.HSET,
                "3daigc:jobs",
                made.id(),
                redis.hashField("jobs", made.id()).replaceFirst("}$", ", \"x\": NaN, \"y\": -Infinity}"));
        redis.send(
                Command.HSET,
                "3daigc:results",
                made.id(),
                redis.hashField("results", made.id()).replaceFirst("}$", ", \"z\": NaN}"));
        JsonNode job = status(made.id());
        assertThat(job.get("x").asText()).isEqualTo("NaN");
        assertThat(job.get("y").asText()).isEqualTo("-Infinity");
        assertThat(job.get("result").get("z").asText()).isEqualTo("NaN");
        assertThat(historyRow(made.id()).get("result").has("mesh_url")).isTrue();
        as(alice).get(Jobs.job(made.id()) + "/info").then().statusCode(200).body("has_result", equalTo(true));
        as(alice).get(Jobs.job(made.id()) + "/download").then().statusCode(200);
    }

    @Test
    void keepsMembersOfOtherPrograms() throws Exception {
        String id = Jobs.submit(alice);
        ObjectNode record = scheduler.record(id);
        record.put("note", "ours")
                .put("big", 12345678901234567890.0)
                .putObject("nested")
                .put("a", 1);
        scheduler.write(id, record);
        JsonNode job = status(id);
        assertThat(job.get("note").textValue()).isEqualTo("ours");
        assertThat(job.get("nested")).isEqualTo(json.readTree("{\"a\":1}"));
        // also when we write it
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200);
        ObjectNode after = scheduler.record(id);
        assertThat(after.get("status").textValue()).isEqualTo("cancelled");
        for (String name : List.of("note", "big", "nested", "inputs", "metadata", "created_at")) {
            assertThat(after.get(name)).as(name).isEqualTo(record.get(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "NaN", "Infinity", "-1", "7", "1e400"})
    void ignoresInvalidProgress(String text) throws Exception {
        String id = Jobs.submit(alice);
        scheduler.take(id);
        redis.send(Command.HSET, "3daigc:jobs:progress", id, text);
        assertThat(status(id).get("progress").doubleValue()).isZero();
        assertThat(historyRow(id).get("progress").doubleValue()).isZero();
        scheduler.fail(id, "x");
    }

    @Test
    void ignoresFileUrlsOfOtherPrograms() throws Exception {
        String id = jobs.completedSoFar(alice.userId());
        redis.send(
                Command.HSET,
                "3daigc:results",
                id,
                "{\"mesh_url\":\"javascript:alert(1)\",\"thumbnail_url\":\"http://evil/\",\"mesh_file_info\":{},"
                        + "\"world_manifest_url\":\"http://evil/\",\"world_base_url\":\"http://evil/\","
                        + "\"files\":{\"x\":\"http://evil/\"},\"input_image_url\":\"http://evil/\","
                        + "\"/srv/secret/models/x.bin\":1,\"seed\":2}");
        assertThat(status(id).get("result")).isEqualTo(json.readTree("{\"seed\":2}"));
        scheduler.write(id, scheduler.record(id).put("input_image_url", "http://evil/"));
        assertThat(status(id).has("input_image_url")).isFalse();
    }

    @Test
    void historyOmitsVeryLongResult() throws Exception {
        WithFiles made = jobs.withFiles(alice.userId());
        redis.send(
                Command.HSET,
                "3daigc:results",
                made.id(),
                redis.hashField("results", made.id())
                        .replaceFirst("}$", ", \"long\": \"" + "x".repeat(70_000) + "\"}"));
        assertThat(status(made.id()).get("result").has("mesh_url")).isTrue();
        assertThat(historyRow(made.id()).get("result").isNull()).isTrue();
    }

    private void assertNoResult(String id) {
        as(alice)
                .get(Jobs.job(id) + "/info")
                .then()
                .statusCode(200)
                .body("has_result", equalTo(false))
                .body("message", equalTo("No result available"))
                .body("file_info", nullValue());
        assertProblem(as(alice).get(Jobs.job(id) + "/download"), 404, "FILE_NOT_FOUND", "This job has no result file.");
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
}
