package org.meshgate.audit.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deduplication and rate limits of audit entries. */
class AuditThrottleTest {

    private final Map<String, String> details = new HashMap<>();
    private Instant now = Instant.parse("2026-01-31T09:30:00Z");
    private final AuditThrottle auditThrottle = new AuditThrottle(new Clock() {
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
        assertThat(auditThrottle.isNewRefusal(true, "x", details::put)).isTrue();
        assertThat(auditThrottle.isNewRefusal(true, "x", details::put)).isFalse();
        assertThat(auditThrottle.isNewRefusal(true, "x", details::put)).isFalse();
        assertThat(auditThrottle.isNewRefusal(true, "y", details::put)).isTrue();
        assertThat(details).isEmpty();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(auditThrottle.isNewRefusal(true, "x", details::put)).isTrue();
        assertThat(details).containsExactly(Map.entry("left_out", "2"));
    }

    @Test
    void anonymousRefusalsDoNotEvictThoseOfKnownCallers() {
        assertThat(auditThrottle.isNewRefusal(true, "known", details::put)).isTrue();
        for (int i = 0; i < 5000; i++) {
            auditThrottle.isNewRefusal(false, "address " + i, details::put);
        }
        assertThat(auditThrottle.isNewRefusal(true, "known", details::put)).isFalse();
    }

    @Test
    void aFloodFromManyAddressesHasSoManyEntriesAndNoMore() {
        // Given
        int told = 0;
        for (int i = 0; i < 5000; i++) {
            told += auditThrottle.allowsAnonymous(details::put) ? 1 : 0;
        }
        assertThat(told).isEqualTo(200);
        // When two seconds pass
        now = now.plusSeconds(2);
        // Then there is room for one, which tells of the others
        assertThat(auditThrottle.allowsAnonymous(details::put)).isTrue();
        assertThat(auditThrottle.allowsAnonymous(details::put)).isFalse();
        assertThat(details).containsExactly(Map.entry("in_log_alone", "4800"));
    }

    @Test
    void aReadIsToldAgainAfterTenMinutes() {
        assertThat(auditThrottle.isNewRead("job")).isTrue();
        now = now.plus(Duration.ofMinutes(9));
        assertThat(auditThrottle.isNewRead("job")).isFalse();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(auditThrottle.isNewRead("job")).isTrue();
    }

    @Test
    void aClockThatIsSetBackSuppressesNothing() {
        // Given
        auditThrottle.isNewRead("job");
        // When
        now = now.minus(Duration.ofDays(1));
        // Then
        assertThat(auditThrottle.isNewRead("job")).isTrue();
        assertThat(auditThrottle.isNewRead("job")).isFalse();
    }
}
