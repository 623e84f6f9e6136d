package org.meshgate.http.logging;

import io.opentelemetry.context.propagation.TextMapPropagator;
import io.quarkus.opentelemetry.runtime.propagation.TextMapPropagatorCustomizer;
import jakarta.inject.Singleton;

/** Removes {@code tracestate} headers from all traces. */
@Singleton
final class TraceStateFilter implements TextMapPropagatorCustomizer {

    @Override
    public TextMapPropagator customize(Context context) {
        return new StatelessPropagator(context.propagator());
    }
}
