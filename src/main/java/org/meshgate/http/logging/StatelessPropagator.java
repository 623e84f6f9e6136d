package org.meshgate.http.logging;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;

/**
 * Reads the parent of a trace without the {@code tracestate} header: every span would export that text of the client,
 * and this server calls no other server to which it would have to be propagated (W3C Trace Context, section 3.3).
 */
record StatelessPropagator(TextMapPropagator propagator) implements TextMapPropagator {

    @Override
    public Collection<String> fields() {
        return propagator.fields();
    }

    @Override
    public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
        propagator.inject(context, carrier, setter);
    }

    @Override
    public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
        Context extracted = propagator.extract(context, carrier, getter);
        SpanContext parent = Span.fromContext(extracted).getSpanContext();
        return parent.getTraceState().isEmpty()
                ? extracted
                : extracted.with(Span.wrap(SpanContext.createFromRemoteParent(
                        parent.getTraceId(), parent.getSpanId(), parent.getTraceFlags(), TraceState.getDefault())));
    }
}
