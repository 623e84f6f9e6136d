package org.meshgate.catalog.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Immutable copies of maps that keep the insertion order, unlike {@code Map.copyOf}. */
public final class InsertionOrder {

    private InsertionOrder() {}

    public static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
