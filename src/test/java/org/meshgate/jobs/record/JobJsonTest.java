package org.meshgate.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The texts of records become trees: one for each who changes it, and one for all who look at it. */
class JobJsonTest {

    private final JobJson json = new JobJson();

    @Test
    void readTreesAreIndependentCopies() {
        // Given
        ObjectNode first = json.read("{\"status\":\"queued\"}").orElseThrow();
        // When
        first.put("status", "failed");
        // Then
        assertThat(json.read("{\"status\":\"queued\"}")).contains(json.object().put("status", "queued"));
        assertThat(json.shared("{\"status\":\"queued\"}").orElseThrow())
                .isEqualTo(json.object().put("status", "queued"));
    }

    @Test
    void parsesEachTextOnce() {
        // Given
        JsonNode first = json.shared("{\"status\":\"queued\"}").orElseThrow();
        // When another text comes in between
        JsonNode other = json.shared("{\"status\":\"failed\"}").orElseThrow();
        // Then
        assertThat(json.shared(new String("{\"status\":\"queued\"}"))).containsSame(first);
        assertThat(first).isEqualTo(json.object().put("status", "queued"));
        assertThat(other).isEqualTo(json.object().put("status", "failed"));
    }

    @Test
    void ignoresRecordsThatAreNoObject() {
        for (String text : List.of("", "[]", "null", "7", "\"text\"", "{", "{\"a\":}")) {
            assertThat(json.read(text)).as(text).isEmpty();
            assertThat(json.shared(text)).as(text).isEmpty();
        }
    }

    @Test
    void longTextIsNotCached() {
        // Given
        String longest = text("a", JobJson.MAX_CACHED_LENGTH);
        String longer = text("a", JobJson.MAX_CACHED_LENGTH + 1);
        // Then
        assertThat(json.shared(longest)).containsSame(json.shared(longest).orElseThrow());
        assertThat(json.shared(longer).orElseThrow())
                .isEqualTo(json.shared(longer).orElseThrow())
                .isNotSameAs(json.shared(longer).orElseThrow());
    }

    @Test
    void cacheIsBounded() {
        // Given twice as much as that
        int length = 1024;
        int most = JobJson.MAX_CACHE_WEIGHT / length;
        List<JsonNode> trees =
                IntStream.range(0, 2 * most).mapToObj(i -> shared(i, length)).toList();
        // When each is asked for again
        long kept = IntStream.range(0, 2 * most)
                .filter(i -> shared(i, length) == trees.get(i))
                .count();
        // Then
        assertThat(kept).isPositive().isLessThanOrEqualTo(most);
    }

    private JsonNode shared(int number, int length) {
        return json.shared(text(Integer.toString(number), length)).orElseThrow();
    }

    /** An object of so many characters. */
    private static String text(String value, int length) {
        String start = "{\"a\":\"" + value;
        return start + " ".repeat(length - start.length() - 2) + "\"}";
    }
}
