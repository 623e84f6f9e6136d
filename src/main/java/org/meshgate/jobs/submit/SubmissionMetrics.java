package org.meshgate.jobs.submit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.JobType;

/** Counts submitted jobs by feature of the catalog. */
@Startup
@ApplicationScoped
class SubmissionMetrics {

    private final Map<String, Counter> counters;

    SubmissionMetrics(Catalog catalog, MeterRegistry registry) {
        this.counters = catalog.jobTypes().stream()
                .map(JobType::feature)
                .distinct()
                .collect(Collectors.toUnmodifiableMap(
                        feature -> feature, feature -> Counter.builder("meshgate.jobs.submitted")
                                .description("Jobs that were taken into the queue")
                                .tag("feature", feature)
                                .register(registry)));
    }

    void submitted(String feature) {
        Optional.ofNullable(counters.get(feature)).ifPresent(Counter::increment);
    }
}
