package org.meshgate.config.converter;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.config.spi.Converter;

/** Checks the address of a sentinel, {@code host} or {@code host:port}. */
@RegisterForReflection // SmallRye Config instantiates converters of list items by reflection
public final class SentinelConverter implements Converter<String> {

    private static final long serialVersionUID = 1L;

    /** Called by SmallRye Config. */
    public SentinelConverter() {}

    @Override
    public String convert(String value) {
        if (ServerAddress.parse(value, ServerAddress.SENTINEL_PORT).isEmpty()) {
            throw new IllegalArgumentException("must be hosts such as sentinel-1.example:26379, without a scheme");
        }
        return value;
    }
}
