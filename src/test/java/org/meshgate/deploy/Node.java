package org.meshgate.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A place in a YAML or JSON document, and what stands there, if anything does. */
record Node(String place, Optional<Object> value) {

    static Node root(String place, Object value) {
        return new Node(place, Optional.ofNullable(value));
    }

    /** The place below, by names of members. */
    Node at(String... names) {
        Node here = this;
        for (String name : names) {
            Optional<Object> child = here.value.filter(Map.class::isInstance).map(map -> ((Map<?, ?>) map).get(name));
            here = new Node(here.place + "." + name, child);
        }
        return here;
    }

    /** The items of a list, or nothing. */
    List<Node> items() {
        List<?> list =
                value.filter(List.class::isInstance).map(List.class::cast).orElse(List.of());
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                .map(i -> root(place + "[" + i + "]", list.get(i)))
                .toList();
    }

    /** The members of a mapping, or nothing. */
    Map<Object, Object> members() {
        return value.filter(Map.class::isInstance)
                .<Map<Object, Object>>map(map -> new LinkedHashMap<>((Map<?, ?>) map))
                .orElse(Map.of());
    }

    /** The text, number or truth value, as text; empty without one. */
    String text() {
        return value.map(String::valueOf).orElse("");
    }

    boolean exists() {
        return value.isPresent();
    }

    @Override
    public String toString() {
        return place;
    }
}
