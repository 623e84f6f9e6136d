package org.meshgate.testing;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/** The audit as it stands in Redis. */
@ApplicationScoped
public class AuditEntries {

    private static final String NEWEST = "50";

    private final RedisView redis;

    AuditEntries(RedisView redis) {
        this.redis = redis;
    }

    /** The fields of the newest entry of this action on this object, or on none for an empty id; none when it is not among the newest of all. */
    public Map<String, String> about(String target, String action) {
        for (Response entry : redis.send(Command.XREVRANGE, "3daigc:audit", "+", "-", "COUNT", NEWEST)) {
            Map<String, String> fields = fields(entry.get(1));
            if (target.equals(fields.getOrDefault("target", "")) && action.equals(fields.get("action"))) {
                return fields;
            }
        }
        return Map.of();
    }

    private static Map<String, String> fields(Response pairs) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            fields.put(pairs.get(i).toString(), pairs.get(i + 1).toString());
        }
        return fields;
    }
}
