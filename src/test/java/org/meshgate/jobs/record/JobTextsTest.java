package org.meshgate.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.jobs.access.JobStore;
import org.meshgate.jobs.history.HistoryCursor;
import org.meshgate.jobs.index.JobScope;
import org.meshgate.redis.Timestamps;

/** Times, cursors, scores and paths, without a server. */
class JobTextsTest {

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T01:41:40.599226-05:00, 2026-11-22T06:41:40.599226Z",
        "2026-07-01T12:00:00-04:00, 2026-07-01T16:00:00Z",
        "2026-11-22T06:22:25.875Z, 2026-11-22T06:22:25.875Z",
        "2026-11-22T06:22:25, 2026-11-22T06:22:25Z",
    })
    void timesAreReadWithAnyOffset(String text, Instant expected) {
        assertThat(Timestamps.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "2026-11-22", "1700000000", "2026-13-01T00:00:00Z", "2026-11-22T06:22"})
    void rejectsTextThatIsNoTime(String text) {
        if (text.equals("2026-11-22T06:22")) { // seconds may be left out
            assertThat(Timestamps.parse(text)).contains(Instant.parse("2026-11-22T06:22:00Z"));
        } else {
            assertThat(Timestamps.parse(text)).isEmpty();
        }
    }

    @Test
    void timesMatchTheFormattersOfTheJdk() {
        DateTimeFormatter ours =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
        Random random = new Random(11);
        for (int i = 0; i < 5000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextLong(-60_000_000_000L, 250_000_000_000L))
                    .plusNanos(random.nextInt(1_000_000_000));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * random.nextInt(-18 * 60, 18 * 60 + 1));
            int digits = random.nextInt(1, 10);
            Instant kept = time.minusNanos(time.getNano() % (int) Math.pow(10, 9 - digits));
            String text = new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, digits, digits, true)
                    .appendPattern("XXX")
                    .toFormatter(Locale.ROOT)
                    .format(kept.atOffset(offset));
            assertThat(Timestamps.parse(text)).as(text).contains(kept);
            assertThat(JobTimes.write(time)).isEqualTo(ours.format(time));
        }
    }

    @Test
    void timesAreWrittenInUtcToTheMillisecond() {
        assertThat(JobTimes.write(Instant.parse("2026-11-22T06:22:25.8755379Z")))
                .isEqualTo("2026-11-22T06:22:25.875Z");
        assertThat(JobTimes.day(Instant.parse("2026-11-22T23:59:59Z"))).isEqualTo("11-22-2026");
    }

    @ParameterizedTest
    @CsvSource({"1, 1795328546879, 11795328546.879", "0, 1795328546000, 1795328546.000", "2, 5, 20000000000.005"})
    void scoresArePriorityAndSeconds(int priority, long millis, String expected) {
        assertThat(QueueScore.of(priority, millis)).isEqualTo(expected);
    }

    @Test
    void cursorRoundTripsForItsListOnly() {
        JobStore.Position place = new JobStore.Position(1795328546879L, "0bc4ab2d-6898-4b49-b167-edd45cc4cb65");
        String cursor = HistoryCursor.write(place, "jobs:owner:user_1|||");
        assertThat(cursor).matches("[A-Za-z0-9_-]+");
        assertThat(HistoryCursor.read(cursor, "jobs:owner:user_1|||")).contains(place);
        assertThat(HistoryCursor.read(cursor, "jobs:owner:user_2|||")).isEmpty();
        assertThat(HistoryCursor.read(cursor.substring(1), "jobs:owner:user_1|||"))
                .isEmpty();
        assertThat(HistoryCursor.read("A".repeat(100_000), "jobs:owner:user_1|||"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Could not open /srv/3daigc/outputs/meshes/x.glb: gone|Could not open [path]: gone",
                "no such file: 'outputs/meshes/a b.glb'|no such file: '[path] b.glb'",
                "C:\\data\\x.glb is missing|[path] is missing",
                "see https://example.com/a/b for help|see https://example.com/a/b for help",
                "CUDA out of memory|CUDA out of memory",
                "either/or, 1/2|either/or, 1/2",
                "File \"/usr/lib/python3/site.py\", line 3|File \"[path]\", line 3",
                "~/models/trellis/x|[path]",
            })
    void redactsPathsInMessages(String sentence, String expected) {
        assertThat(RecordPathRedactor.redact(sentence)).isEqualTo(expected);
    }

    @Test
    void redactsPathsInResultsAtEveryDepth() throws Exception {
        JsonNode result = json.readTree(
                "{\"output_mesh_path\":\"/data/x.glb\",\"part_files\":[\"a\"],\"success\":true,"
                        + "\"generation_info\":{\"seed\":1,\"coarse_mesh_path\":\"/d/y\",\"where\":\"/data/z/y.obj\","
                        + "\"list\":[{\"world_directory\":\"/w\"},\"/data/outputs/q.glb\",\"fine\"]},\"prompt\":\"/imagine a cat\"}");
        assertThat(RecordPathRedactor.redact(result))
                .isEqualTo(json.readTree("{\"success\":true,\"generation_info\":{\"seed\":1,\"where\":\"[path]\","
                        + "\"list\":[{},\"[path]\",\"fine\"]},\"prompt\":\"/imagine a cat\"}"));
    }

    @Test
    void redactsPathsInInputs() throws Exception {
        ObjectNode inputs = (ObjectNode) json.readTree(
                "{\"text_prompt\":\"/srv/cat/of/doom\",\"image_path\":\"uploads/a.png\",\"image_file_id\":\"x\"}");
        assertThat(RecordPathRedactor.withoutPathMembers(inputs))
                .isEqualTo(json.readTree("{\"text_prompt\":\"/srv/cat/of/doom\",\"image_file_id\":\"x\"}"));
    }

    @Test
    void hasAnIndexForEachScopeAndStatus() {
        JobScope alice = new JobScope.OwnedBy("user_1");
        assertThat(alice.index(Optional.empty())).isEqualTo("jobs:owner:user_1");
        assertThat(alice.index(Optional.of(JobStatus.FAILED))).isEqualTo("jobs:owner:user_1:failed");
        assertThat(new JobScope.Everything().index(Optional.empty())).isEqualTo("jobs:created");
        assertThat(new JobScope.Everything().index(Optional.of(JobStatus.FAILED)))
                .isEqualTo("jobs:status:failed");
        assertThat(alice.admits(Optional.of("user_1"))).isTrue();
        assertThat(alice.admits(Optional.of("user_2"))).isFalse();
        assertThat(alice.admits(Optional.empty())).isFalse();
    }
}
