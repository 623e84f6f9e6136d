package org.meshgate.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantSerializerTest {

    private final ObjectMapper mapper =
            new ObjectMapper().registerModule(new SimpleModule().addSerializer(Instant.class, new InstantSerializer()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T13:21:45.981Z",
                "2024-02-29T23:59:59.001Z",
                "1969-12-31T23:59:59.999Z",
                "0000-01-01T00:00:00.001Z",
                "9999-12-31T23:59:59.998Z",
                "2026-11-23T13:21:45Z",
                "2026-11-23T13:21:45.981234Z",
                "2026-11-23T13:21:45.000000001Z",
                "+12026-11-23T13:21:45.981Z",
                "-0001-11-23T13:21:45.981Z"
            })
    void formatsTimesAsTheJdk(String text) throws JsonProcessingException {
        assertThat(mapper.writeValueAsString(Instant.parse(text))).isEqualTo('"' + text + '"');
    }

    @Test
    void millisecondsAreAlwaysThree() {
        assertThat(InstantSerializer.millis(Instant.parse("2026-01-02T03:04:05Z")))
                .isEqualTo("2026-01-02T03:04:05.000Z");
        assertThat(InstantSerializer.millis(Instant.parse("2026-01-02T03:04:05.006789Z")))
                .isEqualTo("2026-01-02T03:04:05.006Z");
    }
}
