package org.meshgate.config.converter;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** Checks a host with or without port, as it stands in the {@code Host} header. */
@RegisterForReflection // SmallRye Config instantiates converters of list items by reflection
public final class HostConverter implements Converter<String> {

    private static final long serialVersionUID = 1L;

    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9_]([A-Za-z0-9_.-]*)|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");

    /** Called by SmallRye Config. */
    public HostConverter() {}

    @Override
    public String convert(String value) {
        if (!HOST.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "must be hosts such as studio.example or studio.example:7842, without a scheme or a path");
        }
        return value;
    }
}
