package org.meshgate.catalog.validate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Collects the names of ignored parameters for the response: at most 50, each cut to 64 characters. A character that no
 * parameter name has becomes a question mark, since the client chose it freely.
 */
final class IgnoredParameters {

    private static final int MAX_NAMES = 50;
    private static final int MAX_LENGTH = 64;
    private static final Pattern UNUSUAL = Pattern.compile("[^A-Za-z0-9_.-]");

    private final Set<String> names = new LinkedHashSet<>();

    void add(String name) {
        if (names.size() < MAX_NAMES) {
            String start = name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) : name;
            names.add(UNUSUAL.matcher(start).replaceAll("?"));
        }
    }

    List<String> names() {
        return List.copyOf(names);
    }
}
