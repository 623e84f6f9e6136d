package org.meshgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Metrics;
import org.meshgate.testing.RedisResource;

/** docs/metrics.md names what the management port shows, and the other way round. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class MetricsDocumentationTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (`[a-z_*]+`(?:, `[a-z_*]+`)*) \\| ([^|]*)\\| ([^|]*)\\|");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) ");
    private static final Pattern OUR_LABEL = Pattern.compile("(?m)^meshgate_[^{\\n]+\\{([^}]*)}");
    private static final Pattern VALUE = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /** Of a histogram, and named by the catalog. */
    private static final Set<String> FREE_LABELS = Set.of("le", "feature");

    @TestHTTPResource(value = "/metrics", management = true)
    URI endpoint;

    @Test
    void theTableNamesEveryMetricAndNoOther() throws IOException {
        // Given a request, so that there is one to count
        Api.login(Api.unique("nobody-"), Api.PASSWORD).then().statusCode(401);
        Set<String> shown = TYPE.matcher(new Metrics(endpoint).text())
                .results()
                .map(type -> type.group(1))
                .filter(name -> !name.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = new TreeSet<>();
        ROW.matcher(page()).results().forEach(row -> named.addAll(quoted(row.group(1))));
        // Then
        assertThat(named).contains("meshgate_logins_total", "http_server_requests_seconds");
        assertThat(named)
                .allMatch(name -> name.endsWith("*")
                        ? shown.stream().anyMatch(one -> one.startsWith(name.substring(0, name.length() - 1)))
                        : shown.contains(name));
        assertThat(shown.stream().filter(name -> name.startsWith("meshgate_")).toList())
                .isNotEmpty()
                .allMatch(named::contains);
    }

    @Test
    void theTableNamesEveryLabelAndEachOfItsValues() throws IOException {
        Set<String> words = new TreeSet<>();
        page().lines().filter(line -> line.startsWith("| `")).forEach(row -> words.addAll(quoted(row)));
        Set<String> values = new TreeSet<>();
        OUR_LABEL.matcher(new Metrics(endpoint).text()).results().forEach(labels -> VALUE.matcher(labels.group(1))
                .results()
                .filter(label -> !label.group(1).equals("le"))
                .forEach(label -> {
                    values.add(label.group(1));
                    if (!FREE_LABELS.contains(label.group(1))) {
                        values.add(label.group(2));
                    }
                }));
        assertThat(values).contains("outcome", "succeeded");
        assertThat(words).containsAll(values);
    }

    private static Set<String> quoted(String text) {
        return QUOTED.matcher(text).results().map(word -> word.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs", "metrics.md"));
    }
}
