package org.meshgate.testing;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import io.vertx.redis.client.Command;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Arrays;

/**
 * Empties Redis before each class of tests that shares {@link RedisResource} with others. The key of signed links stays: the
 * program has read it at its start.
 */
public class EmptyRedis implements QuarkusTestBeforeClassCallback {

    private static final String LINK_SECRET = "link_secret";

    @Override
    public void beforeClass(Class<?> testClass) {
        if (Arrays.stream(testClass.getAnnotationsByType(QuarkusTestResource.class))
                .anyMatch(resource -> resource.value() == RedisResource.class)) {
            RedisView redis = CDI.current().select(RedisView.class).get();
            String secret = redis.get(LINK_SECRET);
            redis.send(Command.FLUSHALL);
            if (secret != null) {
                redis.set(LINK_SECRET, secret);
            }
        }
    }
}
