package org.meshgate.config.converter;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.config.spi.Converter;

/** Checks an address or a range of addresses in CIDR notation. */
@RegisterForReflection // SmallRye Config instantiates converters of list items by reflection
public final class NetworkConverter implements Converter<String> {

    private static final long serialVersionUID = 1L;

    /** Called by SmallRye Config. */
    public NetworkConverter() {}

    @Override
    public String convert(String value) {
        if (CidrRange.parse(value).isEmpty()) {
            throw new IllegalArgumentException("must be addresses or networks such as 10.0.0.0/8 or 2001:db8::/32");
        }
        return value;
    }
}
