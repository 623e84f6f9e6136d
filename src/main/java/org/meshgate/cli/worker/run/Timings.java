package org.meshgate.cli.worker.run;

import java.time.Duration;

/**
 * The intervals and time limits of a worker.
 *
 * @param claimWait how long a claim waits for a job, 25 s at most
 * @param heartbeat the interval between heartbeats; a third of a lease
 * @param firstRetry the delay after the first failed call
 * @param maxRetry the longest delay
 * @param delivery how long results under way may take when the worker is stopped
 */
public record Timings(
        Duration claimWait, Duration heartbeat, Duration firstRetry, Duration maxRetry, Duration delivery) {

    /** As the protocol prescribes. */
    public static Timings standard() {
        return new Timings(
                Duration.ofSeconds(25),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
    }
}
