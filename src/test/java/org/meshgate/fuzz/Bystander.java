package org.meshgate.fuzz;

import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.EndpointWorld.Sender;
import org.meshgate.testing.RedisView;

/** Somebody whose things others ask for in vain. */
record Bystander(Sender sender, String job, String token) {

    /** What stands for this one's thing in a path or body. */
    Optional<String> thing(String parameter) {
        return switch (parameter) {
            case "job_id" -> Optional.of(job);
            case "file_id" -> Optional.of(sender.image());
            case "user_id" -> Optional.of(account().userId());
            case "token_id", "token_or_prefix" -> Optional.of(token);
            default -> Optional.empty();
        };
    }

    Account account() {
        return sender.account();
    }

    /** All that is theirs, as it stands in Redis. */
    Map<String, String> belongings(RedisView redis) {
        Map<String, String> all = new TreeMap<>();
        all.put("user", redis.get("user:" + account().userId()));
        all.put("name", redis.get("users:folded:" + account().username()));
        all.put(
                "tokens",
                String.valueOf(redis.send(
                        Command.HGETALL, "3daigc:tokens:of:" + account().userId())));
        all.put("token", redis.get("token:" + Api.sha256(account().token())));
        all.put("job", redis.hashField("jobs", job));
        all.put("result", redis.hashField("results", job));
        for (String file : List.of(sender.image(), sender.mesh())) {
            all.put("file " + file, redis.get("file:" + file));
        }
        return all;
    }
}
