package org.meshgate.testing;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time as it is, or moved by a test. A test that compares two times, or expects a number of seconds, stops the clock;
 * a test that wants one moment everywhere in an answer lets it jump at each reading.
 */
@Alternative
@Priority(1)
@Singleton
public class TestClock extends Clock {

    private Duration offset = Duration.ZERO;
    private Duration jump = Duration.ZERO;
    private Instant stopped;

    public synchronized void advance(Duration by) {
        offset = offset.plus(by);
    }

    /** Time stands still from now on, but for {@link #advance}. */
    public synchronized void stop() {
        stopped = Instant.now();
    }

    /** Every reading is later than the one before, by this at least. */
    public synchronized void jumpAtEachReading(Duration by) {
        jump = by;
    }

    public synchronized void reset() {
        offset = Duration.ZERO;
        jump = Duration.ZERO;
        stopped = null;
    }

    @Override
    public synchronized Instant instant() {
        offset = offset.plus(jump);
        return (stopped == null ? Instant.now() : stopped).plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public synchronized Clock withZone(ZoneId zone) {
        return Clock.offset(Clock.system(zone), offset);
    }
}
