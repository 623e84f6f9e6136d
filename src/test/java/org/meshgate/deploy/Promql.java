package org.meshgate.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the metrics in an expression of Prometheus, as far as alerts and dashboard use that language. */
final class Promql {

    private static final Pattern GROUPING = Pattern.compile("\\b(by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR =
            Pattern.compile("([a-z_][a-z0-9_]*)\\s*(\\{[^}\"]*(?:\"[^\"]*\"[^}\"]*)*})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

    /** A metric with what its labels must say. */
    record Selector(String metric, List<Match> matches) {}

    /** The label, the operator and the text of one condition. */
    record Match(String label, String operator, String text) {}

    private Promql() {}

    static List<Selector> selectors(String expression) {
        String bare = GROUPING.matcher(expression).replaceAll("").replaceAll("\\[[^]]*]", "");
        List<Selector> found = new ArrayList<>();
        Matcher matcher = SELECTOR.matcher(bare);
        while (matcher.find()) {
            boolean called = bare.substring(matcher.end()).stripLeading().startsWith("(");
            if (!called && !WORDS.contains(matcher.group(1))) {
                found.add(new Selector(matcher.group(1), matches(matcher.group(2))));
            }
        }
        return found;
    }

    /** Labels by which results are grouped. */
    static List<String> groupings(String expression) {
        return GROUPING.matcher(expression)
                .results()
                .flatMap(group -> List.of(group.group(2).split("\\s*,\\s*")).stream())
                .map(String::strip)
                .toList();
    }

    private static List<Match> matches(String braces) {
        return braces == null
                ? List.of()
                : MATCHER.matcher(braces)
                        .results()
                        .map(match -> new Match(match.group(1), match.group(2), match.group(3)))
                        .toList();
    }
}
