package org.meshgate.webhooks.endpoint;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import org.meshgate.jobs.dispatch.DispatchTime;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Endpoints in Redis: each method is one script. An endpoint is found only with its owner. */
@ApplicationScoped
class EndpointStore {

    private static final LuaScript ADD = WebhookScripts.load("add-endpoint.lua");
    private static final LuaScript GET = WebhookScripts.load("get-endpoint.lua");
    private static final LuaScript LIST = WebhookScripts.load("list-endpoints.lua");
    private static final LuaScript CHANGE = WebhookScripts.load("change-endpoint.lua");
    private static final LuaScript ROTATE = WebhookScripts.load("rotate-secret.lua");
    private static final LuaScript REMOVE = WebhookScripts.load("remove-endpoints.lua");

    private final RedisCommands redis;
    private final WebhookScripts scripts;

    EndpointStore(RedisCommands redis, KeyPrefix prefix, DispatchTime time) {
        this.redis = redis;
        this.scripts = new WebhookScripts(prefix, time);
    }

    /** What became of a new endpoint. */
    enum Addition {
        ADDED,
        /** The owner has as many endpoints as it may have. */
        FULL,
        /** The account has been deleted. */
        GONE
    }

    Uni<Addition> add(WebhookEndpoint endpoint) {
        return run(
                        ADD,
                        scripts.arguments(
                                endpoint.id(),
                                endpoint.owner().id(),
                                Integer.toString(endpoint.owner().maxEndpoints()),
                                EndpointFields.write(endpoint.events()),
                                EndpointFields.URL,
                                endpoint.url(),
                                EndpointFields.DESCRIPTION,
                                endpoint.description(),
                                EndpointFields.BASE_URL,
                                endpoint.baseUrl(),
                                EndpointFields.CREATED_AT,
                                Long.toString(endpoint.createdAt().toEpochMilli())))
                .map(reply -> switch (reply.orElseThrow().toString()) {
                    case "added" -> Addition.ADDED;
                    case "full" -> Addition.FULL;
                    default -> Addition.GONE;
                });
    }

    Uni<Optional<WebhookEndpoint>> find(EndpointOwner owner, String id) {
        return run(GET, scripts.arguments(id, owner.id()))
                .map(reply -> reply.flatMap(
                        row -> EndpointFields.read(id, row.get(0), row.get(1).toLong())));
    }

    /** All endpoints of an owner that can be read, the oldest first. */
    Uni<List<WebhookEndpoint>> list(EndpointOwner owner) {
        return run(LIST, scripts.arguments(owner.id())).map(reply -> StreamSupport.stream(
                        reply.orElseThrow().spliterator(), false)
                .flatMap(row -> EndpointFields.read(
                        row.get(0).toString(), row.get(1), row.get(2).toLong())
                        .stream())
                .sorted(Comparator.comparing(WebhookEndpoint::createdAt).thenComparing(WebhookEndpoint::id))
                .toList());
    }

    /** Changes what is present; false when the owner has no such endpoint. */
    Uni<Boolean> change(EndpointOwner owner, String id, EndpointChange change) {
        List<String> arguments = new ArrayList<>(scripts.timed(id, owner.id(), WebhookScripts.flag(change.enabled())));
        change.url().ifPresent(url -> arguments.addAll(List.of(EndpointFields.URL, url)));
        change.events()
                .ifPresent(events -> arguments.addAll(List.of(EndpointFields.EVENTS, EndpointFields.write(events))));
        change.description().ifPresent(text -> arguments.addAll(List.of(EndpointFields.DESCRIPTION, text)));
        return run(CHANGE, arguments).map(reply -> reply.orElseThrow().toInteger() == 1);
    }

    /** Raises the version of the secret and returns it; empty when the owner has no such endpoint. */
    Uni<OptionalInt> rotate(EndpointOwner owner, String id) {
        return run(ROTATE, scripts.timed(id, owner.id())).map(reply -> {
            int version = reply.orElseThrow().toInteger();
            return version == 0 ? OptionalInt.empty() : OptionalInt.of(version);
        });
    }

    /** Removes one endpoint, or all of the owner; returns how many. */
    Uni<Integer> remove(EndpointOwner owner, Optional<String> id) {
        return run(REMOVE, scripts.arguments(owner.id(), id.orElse("")))
                .map(reply -> reply.orElseThrow().toInteger());
    }

    private Uni<Optional<Response>> run(LuaScript script, List<String> arguments) {
        return redis.run(script, List.of(), arguments);
    }
}
