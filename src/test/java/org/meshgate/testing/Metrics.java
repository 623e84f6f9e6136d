package org.meshgate.testing;

import static io.restassured.RestAssured.given;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What the management port says of the service, as Prometheus reads it. */
public final class Metrics {

    private final URI endpoint;

    public Metrics(URI endpoint) {
        this.endpoint = endpoint;
    }

    public String text() {
        return given().baseUri(endpoint.toString())
                .accept("text/plain")
                .get()
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .replace(",}", "}"); // one format of Prometheus has it, the other not
    }

    /** All series whose names begin so, with their labels, and their values. */
    public Map<String, Double> series(String prefix) {
        Map<String, Double> series = new TreeMap<>();
        text().lines()
                .filter(line -> line.startsWith(prefix))
                .forEach(line -> series.put(
                        line.substring(0, line.lastIndexOf(' ')),
                        Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
        return series;
    }

    public double value(String series) {
        return series(series).getOrDefault(series, Double.NaN);
    }

    /** By how much each counter of ours has risen meanwhile; those of Redis are left out, which is never quite at rest. */
    public Map<String, Double> risenBy(Runnable act) {
        Map<String, Double> before = counters();
        act.run();
        Map<String, Double> risen = new TreeMap<>();
        counters().forEach((name, value) -> {
            double difference = value - before.getOrDefault(name, 0.0);
            if (difference != 0) {
                risen.put(name, difference);
            }
        });
        return risen;
    }

    private Map<String, Double> counters() {
        Predicate<String> ofRedis = name -> name.startsWith("meshgate_redis");
        Map<String, Double> all = series("meshgate_");
        all.keySet().removeIf(ofRedis.or(name -> !name.contains("_total")));
        return all;
    }
}
