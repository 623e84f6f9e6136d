package org.meshgate.config.converter;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.config.spi.Converter;

/** Checks that a secret is long enough not to be guessed. */
@RegisterForReflection // SmallRye Config instantiates converters of list items by reflection
public final class SecretConverter implements Converter<String> {

    private static final long serialVersionUID = 1L;

    private static final int MIN_LENGTH = 16;

    /** Called by SmallRye Config. */
    public SecretConverter() {}

    @Override
    public String convert(String value) {
        if (value.length() < MIN_LENGTH) {
            throw new IllegalArgumentException("must have at least " + MIN_LENGTH + " characters");
        }
        return value;
    }
}
