package org.meshgate.testing;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import io.vertx.redis.client.Command;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Empties Redis before each class of tests that shares {@link RedisResource} with others. The key of signed links stays, also
 * after classes that empty Redis themselves: the program has read it at the first link.
 */
public class EmptyRedis implements QuarkusTestBeforeClassCallback {

    private static final String LINK_SECRET = "link_secret";
    private static final AtomicReference<String> SEEN = new AtomicReference<>();

    @Override
    public void beforeClass(Class<?> testClass) {
        if (Arrays.stream(testClass.getAnnotationsByType(QuarkusTestResource.class))
                .anyMatch(resource -> resource.value() == RedisResource.class)) {
            RedisView redis = CDI.current().select(RedisView.class).get();
            String secret = Optional.ofNullable(redis.get(LINK_SECRET)).orElseGet(SEEN::get);
            redis.send(Command.FLUSHALL);
            if (secret != null) {
                SEEN.set(secret);
                redis.set(LINK_SECRET, secret);
            }
        }
    }
}
