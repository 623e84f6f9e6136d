package org.meshgate.http.logging;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import jakarta.inject.Singleton;
import java.util.Set;
import org.meshgate.http.RequestInfo;
import org.meshgate.http.server.RequestEntryFilter;

/**
 * Bounds the label values of {@code http_server_requests}, where each value is a new series that stays in memory.
 * Quarkus would use any method that a client sends, and the raw path of a request that is refused before {@link
 * RequestEntryFilter}.
 */
final class HttpMetricsTags {

    private static final String METHOD = "method";
    private static final Tags OTHER_METHOD = Tags.of(Tag.of(METHOD, "OTHER"));
    private static final Tags UNMATCHED = Tags.of(Tag.of("uri", "/UNMATCHED"));
    private static final Set<String> METHODS =
            Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "OTHER");

    private static final int CLIENT_ERROR = 400;

    private HttpMetricsTags() {}

    /** Tags of requests with a response. Of two tags with one name the later one counts. */
    @Singleton
    static final class OfAnswered implements HttpServerMetricsTagsContributor {

        @Override
        public Tags contribute(Context context) {
            Tags tags = METHODS.contains(context.request().method().name()) ? Tags.empty() : OTHER_METHOD;
            return context.response().statusCode() >= CLIENT_ERROR && RequestInfo.unseen(context.request())
                    ? tags.and(UNMATCHED)
                    : tags;
        }
    }

    /** Tags of requests without a response, which are not counted. */
    @Singleton
    static final class OfOthers implements MeterFilter {

        @Override
        public MeterFilterReply accept(Meter.Id id) {
            String method = id.getName().startsWith("http.server.") ? id.getTag(METHOD) : null;
            return method == null || METHODS.contains(method) ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
        }
    }
}
