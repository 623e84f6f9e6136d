package org.meshgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of things that one can do as often as one likes. */
class FloodsTest {

    private final Map<String, String> details = new HashMap<>();
    private Instant now = Instant.parse("2026-01-31T09:30:00Z");
    private final Floods floods = new Floods(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void theSameRefusalIsToldOnceAMinuteWithHowManyThereWere() {
        assertThat(floods.isNewRefusal(true, "x", details::put)).isTrue();
        assertThat(floods.isNewRefusal(true, "x", details::put)).isFalse();
        assertThat(floods.isNewRefusal(true, "x", details::put)).isFalse();
        assertThat(floods.isNewRefusal(true, "y", details::put)).isTrue();
        assertThat(details).isEmpty();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(floods.isNewRefusal(true, "x", details::put)).isTrue();
        assertThat(details).containsExactly(Map.entry("left_out", "2"));
    }

    @Test
    void peopleWhomNobodyKnowsDoNotMakeRoomForEachOtherNorForThoseWhoAreKnown() {
        assertThat(floods.isNewRefusal(true, "known", details::put)).isTrue();
        for (int i = 0; i < 5000; i++) {
            floods.isNewRefusal(false, "address " + i, details::put);
        }
        assertThat(floods.isNewRefusal(true, "known", details::put)).isFalse();
    }

    @Test
    void aFloodFromManyAddressesHasSoManyEntriesAndNoMore() {
        // Given
        int told = 0;
        for (int i = 0; i < 5000; i++) {
            told += floods.hasRoomForNobody(details::put) ? 1 : 0;
        }
        assertThat(told).isEqualTo(200);
        // When two seconds pass
        now = now.plusSeconds(2);
        // Then there is room for one, which tells of the others
        assertThat(floods.hasRoomForNobody(details::put)).isTrue();
        assertThat(floods.hasRoomForNobody(details::put)).isFalse();
        assertThat(details).containsExactly(Map.entry("in_log_alone", "4800"));
    }

    @Test
    void aReadIsToldAgainAfterTenMinutes() {
        assertThat(floods.isNewRead("job")).isTrue();
        now = now.plus(Duration.ofMinutes(9));
        assertThat(floods.isNewRead("job")).isFalse();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(floods.isNewRead("job")).isTrue();
    }
}
