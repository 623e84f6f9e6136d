package org.meshgate.cli.support;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.spi.CDI;

/**
 * Gives a command its beans once Quarkus has started: picocli creates commands before. A bean that only commands use
 * needs {@link Unremovable}, because the build cannot see these lookups.
 */
public final class BeanLookup {

    /** The bean of a type. */
    public <T> T get(Class<T> type) {
        return CDI.current().select(type).get();
    }
}
