package org.meshgate.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.Metrics;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.TestClock;

/** The numbers of the queue are those of Redis a moment ago, and none at all when Redis was not heard for long. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class QueueMetricsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String QUEUED = "meshgate_jobs{status=\"queued\"}";
    private static final String CANCELLED = "meshgate_jobs{status=\"cancelled\"}";
    private static final String LENGTH = "meshgate_queue_length";

    @Inject
    QueueMetrics gauges;

    @Inject
    QueueSampleStore store;

    @Inject
    TestClock clock;

    @TestHTTPResource(value = "/metrics", management = true)
    URI endpoint;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void jobsAreShownByStatusWithTheLengthOfTheQueueAndTheOldest() {
        // Given
        Metrics metrics = new Metrics(endpoint);
        gauges.sample().await().atMost(LIMIT);
        double queued = metrics.value(QUEUED);
        double cancelled = metrics.value(CANCELLED);
        double length = metrics.value(LENGTH);
        Account alice = Api.register();
        // When
        String job = Jobs.submit(alice);
        gauges.sample().await().atMost(LIMIT);
        clock.advance(Duration.ofSeconds(90));
        // Then
        assertThat(metrics.value(QUEUED)).isEqualTo(queued + 1);
        assertThat(metrics.value(LENGTH)).isEqualTo(length + 1);
        assertThat(metrics.value("meshgate_queue_oldest_seconds")).isGreaterThanOrEqualTo(90);
        // And when it is cancelled
        Api.as(alice).delete(Jobs.job(job)).then().statusCode(200);
        gauges.sample().await().atMost(LIMIT);
        assertThat(metrics.value(QUEUED)).isEqualTo(queued);
        assertThat(metrics.value(LENGTH)).isEqualTo(length);
        assertThat(metrics.series("meshgate_jobs{")).hasSize(JobStatus.values().length);
        assertThat(metrics.value(CANCELLED)).isGreaterThanOrEqualTo(cancelled);
    }

    @Test
    void sampleExpiresAfterAMinute() {
        // Given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        AtomicLong nanos = new AtomicLong();
        QueueMetrics own = new QueueMetrics(store, registry, Clock.systemUTC(), nanos::get);
        assertThat(length(registry)).isNaN();
        // When
        own.sample().await().atMost(LIMIT);
        // Then
        assertThat(length(registry)).isGreaterThanOrEqualTo(0);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(length(registry)).isGreaterThanOrEqualTo(0);
        nanos.incrementAndGet();
        assertThat(length(registry)).isNaN();
    }

    private static double length(SimpleMeterRegistry registry) {
        return registry.get("meshgate.queue.length").gauge().value();
    }
}
