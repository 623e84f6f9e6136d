package org.meshgate.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.UUID;
import org.meshgate.redis.embedded.EmbeddedRedis;

/** The real Redis server for tests: the one that the program itself embeds, empty at the start. */
public class RedisResource implements QuarkusTestResourceLifecycleManager {

    private EmbeddedRedis redis;

    @Override
    public Map<String, String> start() {
        Path directory = Path.of("target", "test-redis", UUID.randomUUID().toString());
        redis = EmbeddedRedis.start(directory, new SecureRandom());
        return Map.of("meshgate.redis_url", redis.uri().toString());
    }

    @Override
    public void stop() {
        if (redis != null) {
            redis.close();
        }
    }
}
