package org.meshgate.diagnostics;

import io.quarkus.arc.Unremovable;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.converter.ServerAddress;
import org.meshgate.files.FileExecutor;
import org.meshgate.redis.health.RedisInfo;
import org.meshgate.redis.health.RedisProbe;

/** Checks Redis, folders, catalogue and data, one after the other. Changes nothing, and blocks no event loop. */
@ApplicationScoped
@Unremovable
public class Diagnostics {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String REDIS = "redis";
    private static final String UNREACHED = "Redis cannot be reached";

    private final MeshgateConfig config;
    private final RedisProbe probe;
    private final RedisInfo redisInfo;
    private final DataChecks data;
    private final CatalogChecks catalog;
    private final FileExecutor files;
    private final Clock clock;

    Diagnostics(
            MeshgateConfig config,
            RedisProbe probe,
            RedisInfo redisInfo,
            DataChecks data,
            CatalogChecks catalog,
            FileExecutor files,
            Clock clock) {
        this.config = config;
        this.probe = probe;
        this.redisInfo = redisInfo;
        this.data = data;
        this.catalog = catalog;
        this.files = files;
        this.clock = clock;
    }

    /**
     * Emits a finding for each check.
     *
     * @param redisLocation a description of Redis for people, without secrets
     */
    public Multi<Finding> run(String redisLocation) {
        Multi<Finding> redis = ask(probe.complaint())
                .map(answer -> answer.orElse(Optional.of("no answer")))
                .toMulti()
                .onItem()
                .transformToMultiAndConcatenate(complaint -> complaint
                        .map(reason -> unreached(reason, redisLocation))
                        .orElseGet(() -> reached(redisLocation)));
        return Multi.createBy().concatenating().streams(redis, local());
    }

    private static Multi<Finding> unreached(String reason, String location) {
        Finding problem = Finding.problem(
                REDIS, UNREACHED + " (" + reason + "): " + location, "Check redis_url and that Redis runs.");
        Stream<Finding> others = Stream.of(
                        RedisChecks.VERSION,
                        RedisChecks.PERSISTENCE,
                        RedisChecks.EVICTION,
                        RedisChecks.CLOCK,
                        DataChecks.SCHEMA,
                        DataChecks.ADMINISTRATOR,
                        DataChecks.QUEUE)
                .map(check -> Finding.unknown(check, UNREACHED, ""));
        return Multi.createFrom().items(Stream.concat(Stream.of(problem), others));
    }

    private Multi<Finding> reached(String location) {
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(Finding.ok(REDIS, "reached: " + location)),
                        ask(probe.cluster())
                                .toMulti()
                                .onItem()
                                .transformToIterable(
                                        answer -> answer.flatMap(view -> view).map(RedisChecks::cluster).stream()
                                                .toList()),
                        ask(redisInfo.info())
                                .map(info -> RedisChecks.version(info.orElse(Map.of())))
                                .toMulti(),
                        ask(redisInfo.safety()).toMulti().onItem().transformToIterable(safety -> safety.map(
                                        known -> List.of(RedisChecks.persistence(known), RedisChecks.eviction(known)))
                                .orElse(List.of())),
                        Uni.createFrom().deferred(this::clocks).toMulti(),
                        data.schema().toMulti(),
                        data.administrator().toMulti(),
                        data.queue().toMulti());
    }

    private Uni<Finding> clocks() {
        Instant before = clock.instant();
        return ask(redisInfo.time()).map(answer -> answer.map(redisTime -> {
                    Duration roundTrip = Duration.between(before, clock.instant());
                    Duration ahead = Duration.between(before.plus(roundTrip.dividedBy(2)), redisTime);
                    // a difference within the round-trip time is no evidence of clock skew
                    boolean explained = ahead.abs().compareTo(roundTrip) <= 0;
                    return RedisChecks.clock(explained ? Duration.ZERO : ahead);
                })
                .orElseGet(() -> Finding.unknown(
                        RedisChecks.CLOCK,
                        "Redis does not tell its time",
                        "Make sure that it follows a time server.")));
    }

    /** Checks that need no Redis. They may wait for the disk or the name service. */
    private Multi<Finding> local() {
        List<Callable<Finding>> checks = new ArrayList<>();
        config.redisUrl().map(URI::create).ifPresent(url -> checks.add(() -> RedisChecks.transport(url, hosts(url))));
        checks.add(catalog::files);
        checks.add(() ->
                FolderChecks.written("storage.outputs", Path.of(config.storage().outputs())));
        checks.add(() ->
                FolderChecks.written("storage.uploads", Path.of(config.storage().uploads())));
        config.storage()
                .inputs()
                .ifPresent(folder -> checks.add(() -> FolderChecks.read("storage.inputs", Path.of(folder))));
        return Multi.createFrom().iterable(checks).onItem().transformToUniAndConcatenate(files::run);
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

    /** The reply. Empty when Redis refuses or does not know the command, or does not reply. */
    private static <T> Uni<Optional<T>> ask(Uni<T> request) {
        return request.map(Optional::ofNullable)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure()
                .recoverWithItem(Optional::empty);
    }
}
