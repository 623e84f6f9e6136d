import io.hyperfoil.api.config.BenchmarkBuilder;
import io.hyperfoil.api.statistics.StatisticsSnapshot;
import io.hyperfoil.core.impl.LocalSimulationRunner;
import io.hyperfoil.http.api.HttpMethod;
import io.hyperfoil.http.config.HttpPluginBuilder;
import io.hyperfoil.http.steps.HttpStepCatalog;
import java.net.URI;
import java.util.Locale;

/**
 * Sends GET requests at a fixed rate, whatever the answers do: {@code BENCH_TOKEN=... java FixedRate.java URL RATE SECONDS
 * WARMUP_SECONDS}. Hyperfoil's open model: each request begins when its time has come, so a pause of the server is in the
 * latency of all requests that fell into it. There are connections for half a second of waiting requests; whatever would have
 * waited for one all the same counts as broken.
 *
 * <p>Prints {@code FIXED sent p50 p90 p99 p999 longest refused broken}, times in milliseconds.
 */
public final class FixedRate {

    private static final String PHASE = "measured";

    private FixedRate() {}

    public static void main(String[] args) {
        URI url = URI.create(args[0]);
        int rate = Integer.parseInt(args[1]);
        long seconds = Long.parseLong(args[2]);
        long warmup = Long.parseLong(args[3]);
        BenchmarkBuilder benchmark = BenchmarkBuilder.builder().name("fixed-rate").threads(1);
        benchmark
                .addPlugin(HttpPluginBuilder::new)
                .http()
                .host(url.getHost())
                .port(url.getPort())
                .allowHttp2(false)
                .sharedConnections(rate / 2)
                .requestTimeout("30s")
                .endHttp();
        phase(benchmark, "warmup", url, rate, warmup, true);
        phase(benchmark, PHASE, url, rate, seconds, false);
        StatisticsSnapshot all = new StatisticsSnapshot();
        new LocalSimulationRunner(
                        benchmark.build(),
                        (phase, step, metric, snapshot, countDown) -> {
                            if (phase.name().equals(PHASE)) {
                                all.add(snapshot);
                            }
                        },
                        null,
                        null)
                .run();
        System.out.printf(
                Locale.ROOT,
                "FIXED %d %.3f %.3f %.3f %.3f %.3f %d %d%n",
                all.requestCount,
                all.histogram.getValueAtPercentile(50) / 1e6,
                all.histogram.getValueAtPercentile(90) / 1e6,
                all.histogram.getValueAtPercentile(99) / 1e6,
                all.histogram.getValueAtPercentile(99.9) / 1e6,
                all.histogram.getMaxValue() / 1e6,
                all.invalid,
                all.connectionErrors + all.requestTimeouts + all.internalErrors + (all.blockedTime > 0 ? 1 : 0));
        System.exit(0); // Hyperfoil leaves threads behind
    }

    private static void phase(
            BenchmarkBuilder benchmark, String name, URI url, int rate, long seconds, boolean warmup) {
        var phase = benchmark.addPhase(name).constantRate(0).usersPerSec(rate);
        phase.duration(seconds * 1000).maxSessions(rate / 2).isWarmup(warmup);
        if (!warmup) {
            phase.startAfterStrict("warmup");
        }
        phase.scenario()
                .initialSequence("ask")
                .step(HttpStepCatalog.SC)
                .httpRequest(HttpMethod.GET)
                .path(url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()))
                .headers()
                .header("Authorization", "Bearer " + System.getenv("BENCH_TOKEN"))
                .endHeaders()
                .endStep();
    }
}
