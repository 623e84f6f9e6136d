package org.meshgate.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Keeps methods that clients make up out of the metrics: Quarkus takes whatever stands before the path for a label, so that
 * each made-up word would be a new series, and stay in memory. Such requests are in the access log only. To rename the label
 * would not do, because Micrometer remembers the old name with the new one.
 */
@Singleton
final class MethodLabels implements MeterFilter {

    private static final String REQUESTS = "http.server.";
    private static final String METHOD = "method";

    private static final Set<String> METHODS = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        if (!id.getName().startsWith(REQUESTS)) {
            return MeterFilterReply.NEUTRAL;
        }
        String method = id.getTag(METHOD);
        return method == null || METHODS.contains(method) ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
    }
}
