package org.meshgate.jobs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Jobs.SUBMIT;
import static org.meshgate.testing.Jobs.SUBMIT_TEXTURED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Submission: what a client gets, and what the GPU scheduler finds. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class SubmitTest {

    private static final String MODEL = "trellis_text_to_textured_mesh";

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void queuesTheRequestOfTheGuide() {
        Account alice = Api.register();
        post(alice, SUBMIT, Map.of("prompt", "a 3d cat model", "model_preference", "trellis"))
                .then()
                .statusCode(200)
                .body("job_id", matchesPattern("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"))
                .body("status", equalTo("queued"))
                .body("message", equalTo("Text-to-textured-mesh generation job queued successfully"))
                .body("feature", equalTo("text_to_textured_mesh"))
                .body("model_preference", equalTo(MODEL))
                .body("status_url", matchesPattern("http://localhost:\\d+/api/v1/system/jobs/[0-9a-f-]{36}"))
                .body("cancel_url", matchesPattern("http://localhost:\\d+/api/v1/system/jobs/[0-9a-f-]{36}/cancel"))
                .body("queue_position", notNullValue());
    }

    @Test
    void recordHasTheFormatOfTheScheduler() throws Exception {
        // When
        Account alice = Api.register();
        Instant before = clock.instant();
        Response response = post(
                alice,
                SUBMIT_TEXTURED,
                Map.of("text_prompt", "a \"quoted\" cat, żółć 🐱", "texture_prompt", "fur", "texture_resolution", 512));
        String id = response.path("job_id");
        // Then the record has these members in this order, and no other
        JsonNode record = json.readTree(redis.hashField("jobs", id));
        List<String> names = new ArrayList<>();
        record.fieldNames().forEachRemaining(names::add);
        assertThat(names)
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
        assertThat(record.get("priority").isInt()).isTrue();
        assertThat(record.get("priority").intValue()).isEqualTo(1);
        assertThat(record.get("status").textValue()).isEqualTo("queued");
        assertThat(record.get("user_id").textValue()).isEqualTo(alice.userId());
        // And two of them are JSON text inside the JSON
        assertThat(record.get("inputs").isTextual()).isTrue();
        assertThat(json.readTree(record.get("inputs").textValue()))
                .isEqualTo(
                        json.readTree("{\"text_prompt\":\"a \\\"quoted\\\" cat, żółć 🐱\",\"texture_prompt\":\"fur\","
                                + "\"output_format\":\"glb\",\"texture_resolution\":512}"));
        assertThat(json.readTree(record.get("metadata").textValue()))
                .isEqualTo(json.readTree("{\"feature_type\":\"text_to_textured_mesh\"}"));
        // And the score is priority * 1e10 + seconds
        Instant created = Instant.parse(record.get("created_at").textValue());
        assertThat(created).isBetween(before.minusMillis(1), clock.instant());
        BigDecimal score = new BigDecimal(
                redis.send(Command.ZSCORE, "3daigc:queue:pending", id).toString());
        assertThat(score)
                .isEqualByComparingTo(
                        BigDecimal.valueOf(10_000_000_000L).add(BigDecimal.valueOf(created.toEpochMilli(), 3)));
        // And every index knows it
        long millis = created.toEpochMilli();
        for (String index : List.of(
                "jobs:created",
                "jobs:status:queued",
                "jobs:owner:" + alice.userId(),
                "jobs:owner:" + alice.userId() + ":queued")) {
            assertThat(redis.send(Command.ZSCORE, "3daigc:" + index, id).toLong())
                    .as(index)
                    .isEqualTo(millis);
        }
    }

    @Test
    void ownerIsTheCallerAndNotTheBody() throws Exception {
        Account alice = Api.register();
        Account mallory = Api.register();
        Map<String, Object> body = new HashMap<>(Map.of("prompt", "x", "user_id", alice.userId()));
        body.put("metadata", Map.of("user_id", alice.userId()));
        String id = post(mallory, SUBMIT, body).path("job_id");
        assertThat(json.readTree(redis.hashField("jobs", id)).get("user_id").textValue())
                .isEqualTo(mallory.userId());
        assertProblem(Jobs.status(alice, id), 403, "ACCESS_DENIED", "Access denied to this job");
    }

    @Test
    void passesModelParametersWithTheInputs() throws Exception {
        String id = post(
                        Api.register(),
                        SUBMIT_TEXTURED,
                        Map.of("text_prompt", "x", "model_parameters", Map.of("seed", 7, "simplify", 0.5)))
                .path("job_id");
        JsonNode inputs = json.readTree(
                json.readTree(redis.hashField("jobs", id)).get("inputs").textValue());
        assertThat(inputs.get("seed").intValue()).isEqualTo(7);
        assertThat(inputs.get("simplify").doubleValue()).isEqualTo(0.5);
    }

    @Test
    void ignoresAndReportsParametersOfOtherModels() throws Exception {
        // When
        Response response = post(
                Api.register(),
                SUBMIT_TEXTURED,
                Map.of("text_prompt", "x", "model_parameters", Map.of("seed", 7, "octree_resolution", 256)));
        // Then
        response.then().statusCode(200).body("ignored_parameters", contains("octree_resolution"));
        assertThat(response.headers().hasHeaderWithName("Preference-Applied")).isFalse();
        JsonNode inputs = inputs(response.path("job_id"));
        assertThat(inputs.get("seed").intValue()).isEqualTo(7);
        assertThat(inputs.has("octree_resolution")).isFalse();
    }

    @Test
    void omitsIgnoredParametersWhenEmpty() {
        post(Api.register(), SUBMIT_TEXTURED, Map.of("text_prompt", "x", "model_parameters", Map.of("seed", 7)))
                .then()
                .statusCode(200)
                .body("$", not(hasKey("ignored_parameters")));
    }

    @Test
    void parametersCannotReplaceWhatTheJobTypeDefines() throws Exception {
        // When
        Response response = post(
                Api.register(),
                SUBMIT_TEXTURED,
                Map.of("text_prompt", "x", "model_parameters", Map.of("text_prompt", "y")));
        // Then
        response.then().statusCode(200).body("ignored_parameters", contains("text_prompt"));
        assertThat(inputs(response.path("job_id")).get("text_prompt").textValue())
                .isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "handling=strict",
                "respond-async, handling=strict;x=y",
                "Handling = \"strict\"",
                "handling=strict, handling=lenient"
            })
    void strictModeRejectsIgnoredParameters(String prefer) {
        // Given
        Account alice = Api.register();
        // When
        Response refused =
                prefer(alice, prefer, Map.of("text_prompt", "x", "model_parameters", Map.of("octree_resolution", 256)));
        Response taken = prefer(alice, prefer, Map.of("text_prompt", "x", "model_parameters", Map.of("seed", 7)));
        // Then
        assertProblem(refused, 422, "VALIDATION_FAILED", containsString("is not a parameter of"))
                .body("errors.field", contains("model_parameters.octree_resolution"))
                .header("Preference-Applied", "handling=strict");
        taken.then().statusCode(200).header("Preference-Applied", "handling=strict");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"handling=lenient", "handling", "handling=STRICT2", "strict", "handling=lenient, handling=strict"
            })
    void everyOtherPreferenceIsLenient(String prefer) {
        prefer(Api.register(), prefer, Map.of("text_prompt", "x", "model_parameters", Map.of("octree_resolution", 256)))
                .then()
                .statusCode(200)
                .body("ignored_parameters", contains("octree_resolution"));
    }

    @Test
    void limitsPromptTo4000Characters() {
        Account alice = Api.register();
        post(alice, SUBMIT, Map.of("prompt", "🐱".repeat(4000))).then().statusCode(200);
        assertProblem(
                        post(alice, SUBMIT, Map.of("prompt", "a".repeat(4001))),
                        422,
                        "VALIDATION_FAILED",
                        containsString("4000 characters"))
                .body("errors.field", hasItem("prompt"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"prompt\":null}",
                "{\"prompt\":\"\"}",
                "{\"prompt\":\"   \"}",
                "{\"prompt\":7}",
                "{\"prompt\":[\"a\"]}",
                "{\"prompt\":\"nul \\u0000\"}",
                "{\"prompt\":\"half \\ud83d\"}",
                "{\"prompt\":\"x\",\"model_preference\":\"nope\"}",
                "{\"prompt\":\"x\",\"model_preference\":\"trellis_image_to_textured_mesh\"}",
                "{\"prompt\":\"x\",\"model_preference\":7}",
            })
    void rejectsInvalidValuesByField(String body) {
        assertProblem(postText(Api.register(), body), 422, "VALIDATION_FAILED", containsString(" "))
                .body("errors.field", hasItem(matchesPattern("prompt|model_preference")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "7", "{\"prompt\":NaN}", "{\"prompt\":\"x\",\"seed\":Infinity}", "{\"prompt\":"
            })
    void rejectsBodyThatIsNoJsonObject(String body) {
        assertProblem(postText(Api.register(), body), 400, "MALFORMED_BODY", containsString("body"));
    }

    @Test
    void sameKeyAndRequestCreateOneJob() {
        Account alice = Api.register();
        String first = guarded(alice, "key-1", "a cat").path("job_id");
        guarded(alice, "key-1", "a cat").then().statusCode(200).body("job_id", equalTo(first));
        assertThat(redis.send(Command.ZCARD, "3daigc:jobs:owner:" + alice.userId())
                        .toInteger())
                .isEqualTo(1);
        // another request under it is refused, another user's key is another key
        assertProblem(
                guarded(alice, "key-1", "a dog"), 422, "IDEMPOTENCY_KEY_REUSED", containsString("Idempotency-Key"));
        assertThat(guarded(Api.register(), "key-1", "a cat").<String>path("job_id"))
                .isNotEqualTo(first);
        assertThat(guarded(alice, "key-2", "a cat").<String>path("job_id")).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    void rejectsUnknownFileKey(int letters) {
        String key = letters == 0 ? "two words" : "k".repeat(letters);
        assertProblem(
                guarded(Api.register(), key, "a cat"), 422, "VALIDATION_FAILED", containsString("Idempotency-Key"));
    }

    @Test
    void positionsCountFromOne() {
        redis.clearQueue();
        Account alice = Api.register();
        String first = Jobs.submit(alice);
        String second = Jobs.submit(alice);
        int position = Jobs.status(alice, first).path("queue_position");
        assertThat(position).isEqualTo(1);
        Jobs.status(alice, second).then().body("queue_position", equalTo(position + 1));
    }

    @Test
    void otherMethodsAreRefused() {
        assertProblem(given().get(SUBMIT), 405, "METHOD_NOT_ALLOWED", containsString("method"));
    }

    private JsonNode inputs(String jobId) throws Exception {
        return json.readTree(
                json.readTree(redis.hashField("jobs", jobId)).get("inputs").textValue());
    }

    private static Response prefer(Account caller, String prefer, Map<String, Object> body) {
        return as(caller)
                .contentType("application/json")
                .header("Prefer", prefer)
                .body(body)
                .post(SUBMIT_TEXTURED);
    }

    private static Response guarded(Account caller, String key, String prompt) {
        return as(caller)
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(Map.of("prompt", prompt))
                .post(SUBMIT);
    }

    private static Response post(Account caller, String path, Map<String, Object> body) {
        return as(caller).contentType("application/json").body(body).post(path);
    }

    private static Response postText(Account caller, String body) {
        return as(caller).contentType("application/json").body(body).post(SUBMIT);
    }
}
