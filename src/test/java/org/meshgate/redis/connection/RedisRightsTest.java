package org.meshgate.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.LogLines;
import org.meshgate.testing.OldRedis;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.Workflow;

/** The program with the user of Redis that docs/redis.md describes, and with one that may do less. */
@QuarkusTest
@WithTestResource(value = RedisRightsTest.WithUser.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class RedisRightsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Pattern IN_SCRIPT = Pattern.compile("redis\\.p?call\\(\\s*['\"]([A-Za-z]+)['\"]");
    private static final Pattern IN_JAVA = Pattern.compile("\\bCommand\\.([A-Z]+)\\b");

    /** INFO and CONFIG are for those who want to be warned; the sentinels are other servers, and few have a cluster. */
    private static final Set<String> NOT_NEEDED = Set.of("info", "config", "sentinel", "cluster", "client");

    /** What the client of Redis sends by itself, and the one part of CLIENT. */
    private static final List<String> BESIDES = List.of("hello", "select", "client|tracking");

    /** An embedded Redis in which the default user is off. */
    public static final class WithUser implements QuarkusTestResourceLifecycleManager {

        private final RedisResource redis = new RedisResource();
        private OldRedis operator;

        @Override
        public Map<String, String> start() {
            URI url = URI.create(redis.start().get("meshgate.redis_url"));
            String there = "127.0.0.1:" + url.getPort();
            try (OldRedis first = new OldRedis(url.toString())) {
                first.send("ACL", "SETUSER", "operator", "on", ">operator", "~*", "&*", "+@all");
                first.send(line());
                first.send("ACL", "SETUSER", "default", "off");
            }
            operator = new OldRedis("redis://operator:operator@" + there);
            return Map.of("meshgate.redis_url", "redis://meshgate:PASSWORD@" + there + "/0");
        }

        @Override
        public int order() {
            return 10;
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(this, new TestInjector.MatchesType(WithUser.class));
        }

        @Override
        public void stop() {
            operator.close();
            redis.stop();
        }
    }

    WithUser redis;

    @Inject
    Accounts accounts;

    @Inject
    InvalidationFeed feed;

    @AfterEach
    void asDocumented() {
        redis.operator.send(line());
        redis.operator.send("ACL", "LOG", "RESET");
        await().atMost(SOON).until(feed::proven);
    }

    @Test
    void redisUserHasExactlyTheNeededRights() {
        Set<String> used = Stream.concat(
                        found(Path.of("src/main/resources"), ".lua", IN_SCRIPT),
                        found(Path.of("src/main/java"), ".java", IN_JAVA))
                .map(command -> command.toLowerCase(Locale.ROOT))
                .filter(command -> !NOT_NEEDED.contains(command))
                .collect(Collectors.toCollection(TreeSet::new));
        used.addAll(BESIDES);
        assertThat(rights()).doesNotHaveDuplicates().isSorted().containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void documentedRightsHaveNoDangerousCommand() {
        Set<String> dangerous = Stream.of("dangerous", "admin")
                .flatMap(category -> Stream.of(
                        redis.operator.send("ACL", "CAT", category).toString().split("[\\[\\], ]+")))
                .collect(Collectors.toSet());
        assertThat(dangerous).contains("flushall", "keys");
        assertThat(rights().stream().filter(right -> !right.contains("|"))).doesNotContainAnyElementsOf(dangerous);
        assertThat(List.of(line())).contains("reset", "~3daigc:*").doesNotContain("+@all");
    }

    @Test
    void worksWithTheDocumentedRights() {
        // Given
        await().atMost(SOON).until(feed::proven);
        redis.operator.send("ACL", "LOG", "RESET");
        // When
        Workflow.run(accounts.createAdmin());
        // Then
        assertThat(redis.operator.send("ACL", "LOG").toString()).isEqualTo("[]");
    }

    @Test
    void worksWithoutTrackingAndLogsOnce() {
        // Given
        Account alice = Api.register();
        try (LogLines log = new LogLines(InvalidationFeed.class);
                LogLines reachable = new LogLines(RedisClients.class)) {
            // When
            redis.operator.send("ACL", "SETUSER", "meshgate", "-client");
            redis.operator.send("CLIENT", "KILL", "USER", "meshgate");
            await().atMost(SOON)
                    .until(() -> !log.containing("it refuses CLIENT TRACKING").isEmpty());
            await().atMost(SOON).until(() -> as(alice).get(ME).statusCode() == 200);
            // Then
            assertThat(feed.proven()).isFalse();
            Workflow.run(accounts.createAdmin());
            assertThat(log.containing("CLIENT TRACKING"))
                    .containsExactly(
                            "Redis does not tell of changes (it refuses CLIENT TRACKING): each request looks its"
                                    + " token up until it does");
            assertThat(reachable.containing("may not do that")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evalsha", "hset", "zadd"})
    void reportsMissingRights(String right) {
        // Given
        Account alice = Api.register();
        try (LogLines log = new LogLines(RedisConnections.class)) {
            // When
            redis.operator.send("ACL", "SETUSER", "meshgate", "-" + right);
            Response response = as(alice)
                    .contentType("application/json")
                    .body(Map.of("prompt", "a 3d cat model"))
                    .post(Jobs.SUBMIT);
            // Then: the line stands there once for each command in the life of the program
            assertProblem(response, 503, "STORAGE_UNAVAILABLE", "Authentication service is not available");
            assertThat(log.containing("Redis forbids EVALSHA").size()).isLessThan(2);
            told |= !log.containing("Redis forbids EVALSHA, or a command in its script, to its user")
                    .isEmpty();
            assertThat(told).isTrue();
        }
    }

    private static boolean told;

    @Test
    void cannotAccessOtherKeys() {
        try (OldRedis meshgate = new OldRedis(org.eclipse.microprofile.config.ConfigProvider.getConfig()
                .getValue("meshgate.redis_url", String.class))) {
            assertThat(meshgate.send("SET", "3daigc:probe", "1").toString()).isEqualTo("OK");
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> meshgate.send("SET", "another:probe", "1"))
                    .hasMessageContaining("NOPERM");
        }
    }

    private static List<String> rights() {
        return Arrays.stream(line())
                .filter(word -> word.startsWith("+"))
                .map(word -> word.substring(1))
                .toList();
    }

    /** As it stands in the documentation. */
    private static String[] line() {
        try (Stream<String> lines = Files.lines(Path.of("docs/redis.md"))) {
            return lines.filter(line -> line.startsWith("ACL SETUSER meshgate "))
                    .findFirst()
                    .orElseThrow()
                    .split(" ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> found(Path folder, String ending, Pattern pattern) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(ending))
                    .flatMap(file -> pattern.matcher(text(file)).results().map(match -> match.group(1)))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
