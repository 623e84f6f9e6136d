package org.meshgate.testing;

import java.util.Map;

/** A Redis for tests that has the data of 3DAIGC-API when the program starts. */
public class OldRedisResource extends RedisResource {

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = super.start();
        try (OldRedis redis = new OldRedis(settings.get("meshgate.redis_url"))) {
            redis.load();
        }
        return settings;
    }
}
