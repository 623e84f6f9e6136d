package org.meshgate.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.ServerProgram;
import org.meshgate.testing.Workflow;

/** Valkey in the place of Redis, where the machine has it. */
@QuarkusTest
@WithTestResource(value = ValkeyTest.Valkey.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class ValkeyTest {

    /** Where the machine has none, the embedded Redis, so that the program starts and the test can say so. */
    public static final class Valkey implements QuarkusTestResourceLifecycleManager {

        private final Optional<Path> program = ServerProgram.find("valkey-server");
        private final RedisResource embedded = new RedisResource();
        private Optional<ServerProgram> server = Optional.empty();

        @Override
        public Map<String, String> start() {
            if (program.isEmpty()) {
                return embedded.start();
            }
            int port = ServerProgram.freePort();
            server = Optional.of(ServerProgram.start(
                    program.get(), port, List.of("port " + port, "requirepass of-valkey", "appendonly yes")));
            return Map.of("meshgate.redis_url", "redis://:of-valkey@127.0.0.1:" + port);
        }

        @Override
        public int order() {
            return 10;
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(this, new TestInjector.MatchesType(Valkey.class));
        }

        @Override
        public void stop() {
            server.ifPresent(ServerProgram::close);
            embedded.stop();
        }
    }

    Valkey valkey;

    @Inject
    Accounts accounts;

    @Inject
    InvalidationFeed feed;

    @Test
    void worksAndReceivesInvalidations() {
        assumeTrue(valkey.program.isPresent(), ServerProgram.missing("valkey-server"));
        await().atMost(Duration.ofSeconds(10)).until(feed::proven);
        Workflow.run(accounts.createAdmin());
    }
}
