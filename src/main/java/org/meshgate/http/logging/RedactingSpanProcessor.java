package org.meshgate.http.logging;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;
import org.meshgate.http.RequestPathRedactor;
import org.meshgate.http.SecretRedactor;

/**
 * Redacts secrets in traces. Quarkus records the whole query (with link signatures), the raw path, unknown methods and
 * headers (Host, User-Agent, Forwarded) in the span; they are replaced before any exporter sees it.
 */
@Singleton
final class RedactingSpanProcessor implements SpanProcessor {

    private static final String QUERY = "url.query";
    private static final String PATH = "url.path";
    private static final String METHOD = "http.request.method_original";
    private static final String LEFT_OUT = "-";

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        span.getAttributes().forEach((key, value) -> {
            if (value instanceof String text) {
                String safe = safe(key.getKey(), text);
                if (!safe.equals(text)) {
                    span.setAttribute(key.getKey(), safe);
                }
            }
        });
    }

    private static String safe(String attribute, String text) {
        return switch (attribute) {
            case QUERY, METHOD -> LEFT_OUT;
            case PATH -> RequestPathRedactor.of(text);
            default -> SecretRedactor.redact(text);
        };
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
