package org.meshgate.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.Optional;
import org.meshgate.config.converter.HttpUrlConverter;

/** Traces for a collector of OpenTelemetry: the settings under {@code tracing}. */
public interface TracingConfig {

    /**
     * Where the collector takes traces by OTLP over HTTP, such as {@code http://collector:4318}; without it there are no
     * <a href="metrics.md#traces">traces</a>.
     */
    @WithConverter(HttpUrlConverter.class)
    Optional<String> endpoint();

    /** Which share of the traces is sent; decided by the id of the trace. */
    @WithDefault("1")
    @DecimalMin("0")
    @DecimalMax("1")
    double sampleRatio();
}
