package org.meshgate.deploy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics that docs/metrics.md has, with their labels and what these may say. */
final class MetricTable {

    /** What Prometheus adds by itself. */
    static final Set<String> LABELS_OF_PROMETHEUS = Set.of("job", "instance");

    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z][a-z0-9_]+)` \\| (counter|gauge|timer|histogram) \\| (.+?) \\| .+ \\|");
    private static final Pattern QUOTED = Pattern.compile("`([a-z_]+)`");

    /** A metric; a label without values may say anything. */
    record Metric(String name, String type, Map<String, Set<String>> labels) {

        Stream<Metric> series() {
            return switch (type) {
                case "timer" -> Stream.of("_count", "_sum", "_max").map(this::with);
                case "histogram" ->
                    Stream.of("_count", "_sum", "_max", "_bucket").map(this::with);
                default -> Stream.of(this);
            };
        }

        private Metric with(String suffix) {
            return new Metric(name + suffix, "series", labels);
        }
    }

    private final List<Metric> metrics = DeployFiles.text(Path.of("docs", "metrics.md"))
            .lines()
            .map(ROW::matcher)
            .filter(row -> row.matches())
            .map(row -> new Metric(row.group(1), row.group(2), labels(row.group(3))))
            .toList();

    List<Metric> all() {
        return metrics;
    }

    /** The series of that name; a timer's has one of its suffixes. */
    Optional<Metric> series(String name) {
        return Stream.concat(metrics.stream(), Stream.of(new Metric("up", "gauge", Map.of())))
                .flatMap(Metric::series)
                .filter(metric -> metric.name().equals(name))
                .findFirst();
    }

    private static Map<String, Set<String>> labels(String cell) {
        return Arrays.stream(cell.split(";"))
                .map(part ->
                        QUOTED.matcher(part).results().map(MatchResult::group).toList())
                .filter(names -> !names.isEmpty())
                .collect(Collectors.toMap(names -> names.get(0).replace("`", ""), names -> names.stream()
                        .skip(1)
                        .map(name -> name.replace("`", ""))
                        .collect(Collectors.toSet())));
    }
}
