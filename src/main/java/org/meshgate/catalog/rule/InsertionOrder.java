package org.meshgate.catalog.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies that nobody can change and that keep the order of the file, which {@code Map.copyOf} loses. */
public final class InsertionOrder {

    private InsertionOrder() {}

    public static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
