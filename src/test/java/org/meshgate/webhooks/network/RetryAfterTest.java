package org.meshgate.webhooks.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-12-01T08:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|PT0S",
                "120|PT2M",
                "' 120 '|PT2M",
                "000000000120|PT2M",
                "86400|PT24H",
                "86401|PT24H",
                "100000|PT24H",
                "99999999999999999999999999|PT24H",
                "Tue, 01 Dec 2026 08:01:30 GMT|PT1M30S",
                "Tue, 1 Dec 2026 08:01:30 GMT|PT1M30S",
                "Tue, 01 Dec 2026 07:00:00 GMT|PT0S",
                "Fri, 01 Jan 2100 00:00:00 GMT|PT24H",
                "Thu, 01 Jan 1970 00:00:00 GMT|PT0S"
            })
    void readsSecondsAndDates(String header, Duration pause) {
        assertThat(RetryAfter.parse(header, CLOCK)).contains(pause);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-1",
                "+1",
                "1.5",
                "1e9",
                "0x10",
                "NaN",
                "\u0661\u0662", // digits of another script
                "120, 240",
                "Mon, 01 Dec 2026 08:01:30 GMT", // a Tuesday
                "Tue, 31 Nov 2026 08:01:30 GMT",
                "2026-12-01T08:01:30Z",
                "Tuesday, 01-Dec-26 08:01:30 GMT"
            })
    void ignoresAnythingElse(String header) {
        assertThat(RetryAfter.parse(header, CLOCK)).isEmpty();
    }

    @Test
    void readsALongHeaderInOnePass() {
        assertThat(RetryAfter.parse("9".repeat(1_000), CLOCK)).contains(RetryAfter.LONGEST);
        assertThat(RetryAfter.parse("9".repeat(16_000) + "x", CLOCK)).isEmpty();
    }
}
