package org.meshgate.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** A counter for each constant of an enum. All are registered at once, so that every series exists from the start. */
public final class EnumCounters<E extends Enum<E>> {

    private final Map<E, Counter> counters;

    /**
     * Registers the counters.
     *
     * @param tag the name of the tag whose value is the constant, in lower case
     * @param moreTags names and values of tags that all counters have
     */
    public EnumCounters(
            MeterRegistry registry, Class<E> type, String name, String description, String tag, String... moreTags) {
        this.counters = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            counters.put(
                    value,
                    Counter.builder(name)
                            .description(description)
                            .tags(moreTags)
                            .tag(tag, value.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    /** Counts an event. */
    public void increment(E value) {
        counters.get(value).increment();
    }
}
