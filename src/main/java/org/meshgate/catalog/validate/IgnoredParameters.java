package org.meshgate.catalog.validate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Collects the names of ignored parameters for the response: at most 50, each truncated to 64 characters. Characters
 * that no parameter name has are replaced by question marks.
 */
final class IgnoredParameters {

    private static final int MAX_NAMES = 50;
    private static final int MAX_LENGTH = 64;
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9_.-]");

    private final Set<String> names = new LinkedHashSet<>();

    void add(String name) {
        if (names.size() < MAX_NAMES) {
            String truncated = name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) : name;
            names.add(UNSAFE.matcher(truncated).replaceAll("?"));
        }
    }

    List<String> names() {
        return List.copyOf(names);
    }
}
