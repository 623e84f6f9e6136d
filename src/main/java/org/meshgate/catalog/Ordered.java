package org.meshgate.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies that nobody can change and that keep the order of the file, which {@code Map.copyOf} loses. */
final class Ordered {

    private Ordered() {}

    static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
