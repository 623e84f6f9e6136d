package org.meshgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meshgate.deploy.MetricTable.Metric;
import org.meshgate.deploy.Promql.Match;
import org.meshgate.deploy.Promql.Selector;

/** Alerts and dashboard ask for metrics, labels and values that docs/metrics.md has; {@code deploy/check} tries them. */
class MonitoringTest {

    private static final Pattern ALERT_ROW = Pattern.compile("\\| `(Meshgate\\w+)` \\| (critical|warning) \\| .+ \\|");
    private static final Pattern SERIES = Pattern.compile("[a-z_]+(\\{.*})?");

    private final MetricTable table = new MetricTable();
    private final Node dashboard = DeployFiles.document(DeployFiles.MONITORING.resolve("dashboard.json"));
    private final Node cases = DeployFiles.document(DeployFiles.MONITORING.resolve("alerts-test.yaml"));
    private final List<Node> alerts =
            DeployFiles.document(DeployFiles.MONITORING.resolve("alerts.yaml")).at("spec", "groups").items().stream()
                    .flatMap(group -> group.at("rules").items().stream())
                    .toList();

    @Test
    void theTableIsRead() {
        assertThat(table.all()).hasSizeGreaterThan(15).extracting(Metric::name).doesNotHaveDuplicates();
        assertThat(table.series("meshgate_uploads_total").orElseThrow().labels())
                .containsEntry("kind", Set.of("image", "mesh"))
                .containsEntry("outcome", Set.of("stored", "refused", "aborted", "failed"));
        assertThat(table.series("meshgate_redis_command_seconds_bucket")).isPresent();
        assertThat(table.series("meshgate_redis_command_seconds")).isEmpty();
        assertThat(table.series("http_server_requests_seconds_bucket")).isEmpty();
    }

    @Test
    void expressionsAreTakenApart() {
        assertThat(Promql.selectors("sum by (a) (rate(x_total{b=\"c\", d=~\"{e}\"}[5m])) > 1 and max(y) == 0"))
                .containsExactly(
                        new Selector("x_total", List.of(new Match("b", "=", "c"), new Match("d", "=~", "{e}"))),
                        new Selector("y", List.of()));
        assertThat(Promql.groupings("sum by (le, a) (x) / sum by (b) (y)")).containsExactly("le", "a", "b");
    }

    @Test
    void alertsAskForWhatThereIs() {
        assertThat(alerts).hasSizeGreaterThan(10).allSatisfy(alert -> {
            List<Selector> selectors = Promql.selectors(alert.at("expr").text());
            assertThat(selectors).isNotEmpty().allSatisfy(selector -> assertThat(selector.matches())
                    .contains(new Match("job", "=", "meshgate")));
            assertThat(complaints(alert.at("expr").text()))
                    .as(alert.at("alert").text())
                    .isEmpty();
        });
    }

    @Test
    void theDashboardAsksForWhatThereIs() {
        List<String> expressions = expressions();
        assertThat(expressions).hasSizeGreaterThan(20).allSatisfy(expression -> assertThat(complaints(expression))
                .as(expression)
                .isEmpty());
    }

    @Test
    void whatThereIsNotIsFound() {
        assertThat(complaints("rate(meshgate_login_total{job=\"meshgate\"}[5m])"))
                .hasSize(1);
        assertThat(complaints("rate(meshgate_logins_total{result=\"refused\"}[5m])"))
                .hasSize(1);
        assertThat(complaints("rate(meshgate_logins_total{outcome=~\"refused|refusd\"}[5m])"))
                .hasSize(1);
        assertThat(complaints("sum by (feature) (meshgate_queue_length)")).hasSize(1);
        assertThat(complaints("sum by (outcome) (rate(meshgate_logins_total{outcome=\"busy\"}[5m]))"))
                .isEmpty();
    }

    @Test
    void theDashboardShowsEveryMetric() {
        Set<String> shown = expressions().stream()
                .flatMap(expression -> Promql.selectors(expression).stream())
                .map(Selector::metric)
                .collect(Collectors.toSet());
        assertThat(table.all()).allSatisfy(metric -> assertThat(metric.series().map(Metric::name))
                .as(metric.name())
                .anyMatch(shown::contains));
    }

    @Test
    void thePanelsOfTheDashboardAreTidy() {
        List<Node> panels = dashboard.at("panels").items();
        assertThat(panels).extracting(panel -> panel.at("id").text()).doesNotHaveDuplicates();
        Set<String> taken = new TreeSet<>();
        for (Node panel : panels) {
            int left = Integer.parseInt(panel.at("gridPos", "x").text());
            int top = Integer.parseInt(panel.at("gridPos", "y").text());
            int right = left + Integer.parseInt(panel.at("gridPos", "w").text());
            int bottom = top + Integer.parseInt(panel.at("gridPos", "h").text());
            assertThat(right).isBetween(left + 1, 24);
            for (int x = left; x < right; x++) {
                for (int y = top; y < bottom; y++) {
                    assertThat(taken.add(x + "," + y))
                            .as("%s covers another panel", panel.at("title").text())
                            .isTrue();
                }
            }
        }
        assertThat(dashboard.at("templating", "list").items())
                .extracting(variable -> variable.at("name").text())
                .containsExactly("datasource", "job", "instance");
    }

    @Test
    void everyAlertSaysWhatItIsAndIsDocumented() {
        assertThat(alerts)
                .extracting(alert -> alert.at("alert").text())
                .doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith("Meshgate"));
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.at("annotations", "summary").text()).isNotBlank().doesNotContain("{{");
            assertThat(alert.at("annotations", "description").text()).endsWith(".");
        });
        List<String> documented = DeployFiles.text(Path.of("docs", "metrics.md"))
                .lines()
                .map(ALERT_ROW::matcher)
                .filter(row -> row.matches())
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();
        assertThat(alerts)
                .extracting(alert -> alert.at("alert").text() + " "
                        + alert.at("labels", "severity").text())
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void everyAlertHasACaseInWhichItIsThere() {
        Set<String> tried = cases.at("tests").items().stream()
                .flatMap(test -> test.at("alert_rule_test").items().stream())
                .filter(test -> !test.at("exp_alerts").items().isEmpty())
                .map(test -> test.at("alertname").text())
                .collect(Collectors.toSet());
        assertThat(alerts).extracting(alert -> alert.at("alert").text()).containsExactlyInAnyOrderElementsOf(tried);
    }

    @Test
    void casesAreOfSeriesThatThereAre() {
        assertThat(cases.at("tests").items())
                .flatExtracting(test -> test.at("input_series").items())
                .isNotEmpty()
                .allSatisfy(input -> {
                    assertThat(input.at("series").text()).matches(SERIES);
                    assertThat(complaints(input.at("series").text())).isEmpty();
                });
    }

    private List<String> expressions() {
        return Stream.concat(
                        dashboard.at("panels").items().stream().flatMap(panel -> panel.at("targets").items().stream()),
                        dashboard.at("annotations", "list").items().stream())
                .map(target -> target.at("expr").text())
                .toList();
    }

    /** What the expression asks for that docs/metrics.md does not have. */
    private List<String> complaints(String expression) {
        List<Selector> selectors = Promql.selectors(expression);
        Stream<String> ofSelectors = selectors.stream().flatMap(this::complaints);
        Stream<String> ofGroupings = Promql.groupings(expression).stream()
                .filter(label -> selectors.stream().noneMatch(selector -> table.series(selector.metric())
                        .filter(metric -> hasLabel(metric, label))
                        .isPresent()))
                .map(label -> "no metric here has " + label);
        return Stream.concat(ofSelectors, ofGroupings).toList();
    }

    private Stream<String> complaints(Selector selector) {
        return table.series(selector.metric())
                .map(metric -> selector.matches().stream()
                        .filter(match -> !isPossible(metric, match))
                        .map(match -> selector.metric() + " has no " + match))
                .orElseGet(() -> Stream.of("no metric " + selector.metric()));
    }

    private static boolean hasLabel(Metric metric, String label) {
        return metric.labels().containsKey(label)
                || MetricTable.LABELS_OF_PROMETHEUS.contains(label)
                || (label.equals("le") && metric.name().endsWith("_bucket"));
    }

    private static boolean isPossible(Metric metric, Match match) {
        Set<String> values = metric.labels().getOrDefault(match.label(), Set.of());
        return hasLabel(metric, match.label())
                && (values.isEmpty() || values.containsAll(List.of(match.text().split("\\|"))));
    }
}
