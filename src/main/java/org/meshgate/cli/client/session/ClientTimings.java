package org.meshgate.cli.client.session;

import java.time.Duration;

/**
 * How patient the commands are.
 *
 * @param firstRetry the delay after the first failure; it doubles
 * @param maxRetry the longest delay
 * @param retries how often a request is repeated that the server may answer later
 * @param patience how long a job is followed although the server is away
 * @param silence how long a stream of events may say nothing; the server sends a comment every 15 seconds
 * @param poll how often a job is asked for where events cannot be had
 */
public record ClientTimings(
        Duration firstRetry, Duration maxRetry, int retries, Duration patience, Duration silence, Duration poll) {

    /** Those of the program. */
    public static ClientTimings standard() {
        return new ClientTimings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                4,
                Duration.ofMinutes(5),
                Duration.ofSeconds(45),
                Duration.ofSeconds(5));
    }
}
