package org.meshgate.worker.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** The workers in Redis, shared by all replicas. */
@ApplicationScoped
class WorkerRegistryStore {

    private static final LuaScript REGISTER = LuaScript.load("worker", "register-workers.lua");
    private static final LuaScript LIST = LuaScript.load("worker", "list-workers.lua");
    private static final LuaScript DRAIN = LuaScript.load("worker", "drain-worker.lua");

    /** Workers that were not heard of for this time are forgotten. */
    private static final Duration MAX_SILENCE = Duration.ofDays(1);

    private final RedisCommands redis;
    private final JobJson json;
    private final String prefix;

    WorkerRegistryStore(RedisCommands redis, JobJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.prefix = prefix.key("");
    }

    /** The key of the set of draining workers. */
    String drainingKey() {
        return prefix + "workers:draining";
    }

    /** Writes what is known of workers; adds none of which only a heartbeat is known. At most a thousand in one call. */
    Uni<Void> register(Map<String, RegisteredWorker> workers, Instant now) {
        List<String> arguments = new ArrayList<>(List.of(
                prefix,
                Long.toString(now.minus(MAX_SILENCE).toEpochMilli()),
                Integer.toString(WorkerRegistry.MAX_WORKERS_OF_ACCOUNT)));
        workers.forEach((id, worker) -> {
            arguments.add(id);
            arguments.add(Long.toString(worker.lastSeen().toEpochMilli()));
            arguments.add(worker.description().account().orElse(""));
            arguments.add(worker.description().isClaimer() ? json.write(write(worker.description())) : "");
        });
        return redis.run(REGISTER, List.of(), arguments).replaceWithVoid();
    }

    /**
     * A page of workers, those heard of last first.
     *
     * @param total of all pages
     */
    record Page(List<RegisteredWorker> workers, long total) {}

    Uni<Page> list(long offset, int limit) {
        return redis.run(LIST, List.of(), List.of(prefix, Long.toString(offset), Integer.toString(limit)))
                .map(Optional::orElseThrow)
                .map(this::page);
    }

    private Page page(Response reply) {
        List<RegisteredWorker> workers = new ArrayList<>();
        for (Response row : reply.get(1)) {
            String id = row.get(0).toString();
            Instant seen =
                    Instant.ofEpochMilli((long) Double.parseDouble(row.get(1).toString()));
            ObjectNode text = json.read(row.get(2).toString()).orElseGet(json::object);
            workers.add(new RegisteredWorker(read(id, text), seen, row.get(3).toInteger() == 1));
        }
        return new Page(workers, reply.get(0).toLong());
    }

    /** How many workers were heard of since a time. */
    Uni<Long> count(Instant since) {
        return redis.send(Command.ZCOUNT, List.of(prefix + "workers:seen", Long.toString(since.toEpochMilli()), "+inf"))
                .map(reply -> reply.map(Response::toLong).orElse(0L));
    }

    /** Marks a worker, or removes the mark; false when there is no such worker. */
    Uni<Boolean> drain(String id, boolean drain) {
        return redis.run(DRAIN, List.of(), List.of(prefix, id, drain ? "1" : "0"))
                .map(reply -> reply.orElseThrow().toInteger() == 1);
    }

    /** The draining workers, at most as many as workers are registered. */
    Uni<Set<String>> draining() {
        return redis.send(Command.SMEMBERS, List.of(drainingKey())).map(reply -> {
            Set<String> ids = new HashSet<>();
            reply.ifPresent(members -> members.forEach(id -> ids.add(id.toString())));
            return Set.copyOf(ids);
        });
    }

    private ObjectNode write(WorkerDescription worker) {
        ObjectNode text = json.object();
        worker.account().ifPresent(account -> text.put("user_id", account));
        worker.host().ifPresent(host -> text.put("host", host));
        worker.version().ifPresent(version -> text.put("version", version));
        worker.features().forEach(text.putArray("features")::add);
        worker.models().forEach(text.putArray("models")::add);
        worker.loadedModels().forEach(text.putArray("loaded_models")::add);
        text.put("slots", worker.slots()).put("jobs", worker.jobs());
        worker.gpu().ifPresent(gpu -> text.set("gpu", gpu));
        return text;
    }

    private static WorkerDescription read(String id, JsonNode text) {
        return new WorkerDescription(
                id,
                text(text, "user_id"),
                text(text, "host"),
                text(text, "version"),
                names(text, "features"),
                names(text, "models"),
                names(text, "loaded_models"),
                text.path("slots").asInt(),
                text.path("jobs").asInt(),
                text.path("gpu") instanceof ObjectNode gpu ? Optional.of(gpu) : Optional.empty());
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.of(node.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private static List<String> names(JsonNode node, String name) {
        List<String> names = new ArrayList<>();
        node.path(name).forEach(entry -> names.add(entry.asText()));
        return names;
    }
}
