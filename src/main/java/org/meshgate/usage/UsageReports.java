package org.meshgate.usage;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.meshgate.usage.UsageQuery.Grouping;
import org.meshgate.usage.UsageQuery.Parameters;
import org.meshgate.usage.dto.UsageItem;
import org.meshgate.usage.dto.UsageResponse;

/** Answers the routes of usage. */
@ApplicationScoped
class UsageReports {

    private static final int MILLIS = 3;

    private final UsageService usage;
    private final Clock clock;

    UsageReports(UsageService usage, Clock clock) {
        this.usage = usage;
        this.clock = clock;
    }

    /** @param owner absent for the whole server, {@code -} for jobs without an owner */
    Uni<UsageResponse> answer(Optional<String> owner, Parameters parameters, Set<Grouping> groupings) {
        UsageQuery query = UsageQuery.of(parameters, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), groupings);
        return usage.report(owner, query)
                .map(report -> new UsageResponse(
                        true,
                        query.from().toString(),
                        query.to().toString(),
                        query.by().jsonName(),
                        owner,
                        report.rows().stream()
                                .map(row -> item(row.key(), row.counters()))
                                .toList(),
                        item("total", report.total())));
    }

    private static UsageItem item(String key, Counters counters) {
        return new UsageItem(
                key,
                counters.jobs(),
                counters.failed(),
                counters.cancelled(),
                BigDecimal.valueOf(counters.gpuMillis(), MILLIS),
                counters.bytes());
    }
}
