package org.meshgate.cli.doctor;

import io.quarkus.arc.Unremovable;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.converter.ServerAddress;
import org.meshgate.redis.health.RedisInfo;
import org.meshgate.redis.health.RedisProbe;

/** Checks Redis, folders and data. Changes nothing. */
@ApplicationScoped
@Unremovable
public class DoctorChecks {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String REDIS = "redis";
    private static final String UNREACHED = "Redis cannot be reached";

    private final MeshgateConfig config;
    private final RedisProbe probe;
    private final RedisInfo redisInfo;
    private final DataChecks data;
    private final CatalogChecks catalog;
    private final Clock clock;

    DoctorChecks(
            MeshgateConfig config,
            RedisProbe probe,
            RedisInfo redisInfo,
            DataChecks data,
            CatalogChecks catalog,
            Clock clock) {
        this.config = config;
        this.probe = probe;
        this.redisInfo = redisInfo;
        this.data = data;
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * Prints a finding for each check, and returns 1 if there is a problem, else 0.
     *
     * @param json whether to print one JSON object per line
     * @param redisLocation a description for people
     */
    public int run(boolean json, String redisLocation) {
        Findings findings = new Findings(json);
        Optional<String> error = ask(probe.complaint()).orElse(Optional.of("no answer"));
        if (error.isEmpty()) {
            findings.tell(Finding.ok(REDIS, "reached: " + redisLocation));
            redis(findings);
        } else {
            findings.tell(Finding.problem(
                    REDIS,
                    UNREACHED + " (" + error.get() + "): " + redisLocation,
                    "Check redis_url and that Redis runs."));
            List.of(
                            RedisChecks.VERSION,
                            RedisChecks.PERSISTENCE,
                            RedisChecks.EVICTION,
                            RedisChecks.CLOCK,
                            DataChecks.SCHEMA,
                            DataChecks.ADMINISTRATOR,
                            DataChecks.QUEUE)
                    .forEach(check -> findings.tell(Finding.unknown(check, UNREACHED, "")));
        }
        config.redisUrl().map(URI::create).ifPresent(url -> findings.tell(RedisChecks.transport(url, hosts(url))));
        findings.tell(catalog.files());
        folders(findings);
        return findings.exitCode();
    }

    /** The hosts of Redis. With Sentinel the URL has none; Redis is expected in the network of the sentinels. */
    private List<String> hosts(URI url) {
        return config.redis()
                .sentinels()
                .map(sentinels -> sentinels.stream()
                        .flatMap(sentinel -> ServerAddress.parse(sentinel, ServerAddress.SENTINEL_PORT).stream())
                        .map(ServerAddress::host)
                        .toList())
                .orElseGet(() -> List.of(url.getHost()));
    }

    private void redis(Findings findings) {
        Map<String, String> info = ask(redisInfo.info()).orElse(Map.of());
        findings.tell(RedisChecks.version(info));
        ask(redisInfo.safety()).ifPresent(safety -> {
            findings.tell(RedisChecks.persistence(safety));
            findings.tell(RedisChecks.eviction(safety));
        });
        findings.tell(clock());
        findings.tell(data.schema());
        findings.tell(data.administrator());
        findings.tell(data.queue());
    }

    private Finding clock() {
        Instant before = clock.instant();
        return ask(redisInfo.time())
                .map(redisTime -> {
                    Duration roundTrip = Duration.between(before, clock.instant());
                    Duration ahead = Duration.between(before.plus(roundTrip.dividedBy(2)), redisTime);
                    // a difference within the round-trip time is no evidence of clock skew
                    boolean explained = ahead.abs().compareTo(roundTrip) <= 0;
                    return RedisChecks.clock(explained ? Duration.ZERO : ahead);
                })
                .orElseGet(() -> Finding.unknown(
                        RedisChecks.CLOCK, "Redis does not tell its time", "Make sure that it follows a time server."));
    }

    private void folders(Findings findings) {
        findings.tell(
                FolderChecks.written("storage.outputs", Path.of(config.storage().outputs())));
        findings.tell(
                FolderChecks.written("storage.uploads", Path.of(config.storage().uploads())));
        config.storage()
                .inputs()
                .ifPresent(folder -> findings.tell(FolderChecks.read("storage.inputs", Path.of(folder))));
    }

    /** Waits for a reply. Empty when Redis refuses or does not know the command, or does not reply. */
    private static <T> Optional<T> ask(Uni<T> request) {
        try {
            return Optional.ofNullable(request.await().atMost(LIMIT));
        } catch (RuntimeException refused) {
            return Optional.empty();
        }
    }
}
