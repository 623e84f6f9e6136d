package org.meshgate.http;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Compares the lists of entity tags in conditional headers (RFC 9110 section 13.1) with the tags of this server, which are
 * strong and have no commas.
 */
public final class EntityTags {

    private static final String ANY = "*";
    private static final String WEAK = "W/";

    private EntityTags() {}

    /**
     * Compares strongly, as {@code If-Match} does: a weak tag never matches.
     *
     * @param headers all values of the header
     * @param isCurrent whether a tag is one of the content
     */
    public static boolean matchStrongly(List<String> headers, Predicate<String> isCurrent) {
        return tags(headers).anyMatch(tag -> tag.equals(ANY) || isCurrent.test(tag));
    }

    /** Compares weakly, as {@code If-None-Match} does: a tag matches its weak spelling, too. */
    public static boolean matchWeakly(List<String> headers, Predicate<String> isCurrent) {
        return tags(headers)
                .map(tag -> tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag)
                .anyMatch(tag -> tag.equals(ANY) || isCurrent.test(tag));
    }

    private static Stream<String> tags(List<String> headers) {
        return headers.stream().flatMap(list -> Stream.of(list.split(","))).map(String::strip);
    }
}
