package org.meshgate.config.converter;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.config.spi.Converter;

/** Checks that a secret is long enough not to be guessed. */
@RegisterForReflection // SmallRye Config instantiates converters of list items by reflection
public class SecretConverter implements Converter<String> {

    private static final long serialVersionUID = 1L;

    private static final int MIN_LENGTH = 16;

    private final int minLength;

    /** Called by SmallRye Config. */
    public SecretConverter() {
        this(MIN_LENGTH);
    }

    SecretConverter(int minLength) {
        this.minLength = minLength;
    }

    @Override
    public String convert(String value) {
        if (value.length() < minLength) {
            throw new IllegalArgumentException("must have at least " + minLength + " characters");
        }
        return value;
    }
}
