package org.meshgate.webhooks.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.jobs.dispatch.DispatchTime;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;
import org.meshgate.webhooks.endpoint.WebhookScripts;

/** Reads owners of endpoints in batches; every other method is one script. */
@ApplicationScoped
class WebhookSweepStore {

    private static final LuaScript SWEEP = WebhookScripts.load("sweep-owner.lua");
    private static final LuaScript TELL = WebhookScripts.load("tell-tokens.lua");
    private static final String BATCH = "50";
    private static final String START = "0";

    private final RedisCommands redis;
    private final RecordJson json;
    private final WebhookScripts scripts;
    private final IdentityKeys keys;

    WebhookSweepStore(RedisCommands redis, RecordJson json, KeyPrefix prefix, DispatchTime time) {
        this.redis = redis;
        this.json = json;
        this.scripts = new WebhookScripts(prefix, time);
        this.keys = new IdentityKeys(prefix);
    }

    /** @param next cursor of the next batch; empty at the end */
    record Owners(List<String> ids, Optional<String> next) {}

    Uni<Owners> owners(Optional<String> cursor) {
        return redis.send(
                        Command.SSCAN,
                        List.of(scripts.prefix().key("webhooks:owners"), cursor.orElse(START), "COUNT", BATCH))
                .map(Optional::orElseThrow)
                .map(reply -> new Owners(
                        texts(reply.get(1)),
                        Optional.of(reply.get(0).toString()).filter(next -> !next.equals(START))));
    }

    /** The latest service accounts, no more than a number. */
    Uni<List<String>> serviceAccounts(int most) {
        return redis.send(Command.ZRANGE, List.of(keys.services(), START, Integer.toString(most - 1), "REV"))
                .map(reply -> texts(reply.orElseThrow()));
    }

    /** Sweeps the endpoints of an owner; returns how many are told of tokens. */
    Uni<Integer> sweep(String owner) {
        return run(SWEEP, scripts.timed(owner));
    }

    /** Tells the endpoints of an owner of tokens that end soon, each once; returns the number of new deliveries. */
    Uni<Integer> tell(String owner, List<ApiToken> tokens) {
        List<String> arguments = scripts.timed(owner);
        for (ApiToken token : tokens) {
            Instant end = token.expiry().orElseThrow();
            arguments.add(token.id());
            arguments.add(Long.toString(end.toEpochMilli()));
            arguments.add(json.write(Map.of(
                    "token_id", token.id(),
                    "user_id", token.userId(),
                    "name", token.name(),
                    "token_prefix", token.prefix(),
                    "expires_at", JobTimes.write(end))));
        }
        return run(TELL, arguments);
    }

    private Uni<Integer> run(LuaScript script, List<String> arguments) {
        return redis.run(script, List.of(), arguments)
                .map(reply -> reply.orElseThrow().toInteger());
    }

    private static List<String> texts(Response reply) {
        return StreamSupport.stream(reply.spliterator(), false)
                .map(Response::toString)
                .toList();
    }
}
