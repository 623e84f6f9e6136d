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
 * Keeps what clients make up out of the labels of {@code http_server_requests}, where each word would be a new series that
 * stays in memory: Quarkus takes whatever stands before the path for the method, and the raw path of a request that is
 * refused before {@link RequestEntryFilter} sees it.
 */
final class HttpMetricsTags {

    private static final String METHOD = "method";
    private static final Tags OTHER_METHOD = Tags.of(Tag.of(METHOD, "OTHER"));
    private static final Tags UNMATCHED = Tags.of(Tag.of("uri", "/UNMATCHED"));
    private static final Set<String> METHODS =
            Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "OTHER");

    private static final int CLIENT_ERROR = 400;

    private HttpMetricsTags() {}

    /** For requests that are answered. Of two tags with one name the later one holds. */
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

    /** For those that end without an answer; they are not counted. */
    @Singleton
    static final class OfOthers implements MeterFilter {

        @Override
        public MeterFilterReply accept(Meter.Id id) {
            String method = id.getName().startsWith("http.server.") ? id.getTag(METHOD) : null;
            return method == null || METHODS.contains(method) ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
        }
    }
}
