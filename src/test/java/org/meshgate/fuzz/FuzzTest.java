package org.meshgate.fuzz;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.JobFolders;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.EndpointWorld;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.Tries;

/**
 * Good, almost good and bad requests for every operation of the OpenAPI document, made from its schemas. The same every
 * time; {@code -Dfuzz.seed=N} begins with the request of a failure, {@code -Dfuzz.minutes=N} sends other requests each time,
 * for so long.
 */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(FuzzTest.Logged.class)
class FuzzTest {

    private static final long USUAL_SEED = 20_261_123L;
    private static final int USUAL_COUNT = Tries.scaled(2400, 400);
    private static final int REPORTED = 5;

    /** As in production, where all is logged, but without the quotas that would stop a run. */
    public static class Logged implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> all = new HashMap<>();
            all.put("quarkus.log.category.\"meshgate.access\".level", "INFO");
            all.put("quarkus.log.category.\"meshgate.audit\".level", "INFO");
            all.put("quarkus.log.console.enable", "false");
            all.put("meshgate.jobs.max_queued_per_user", "0");
            all.put("meshgate.jobs.max_queue_size", "0");
            all.put("meshgate.limits.uploads_per_user", "0");
            return all;
        }
    }

    @TestHTTPResource("/")
    URI server;

    @Inject
    FuzzWorld world;

    @Inject
    EndpointWorld objects;

    @Inject
    FinishedJobs jobs;

    @Inject
    RedisView redis;

    @Inject
    ObjectMapper mapper;

    private final Logger log = Logger.getLogger("");
    private final Leaks leaks = new Leaks();
    private final Reached reached = new Reached();
    private final List<String> failures = new ArrayList<>();

    @BeforeEach
    void listen() {
        log.addHandler(leaks);
    }

    @AfterEach
    void deaf() {
        log.removeHandler(leaks);
    }

    @Test
    void whateverIsSentTheAnswerIsRightAndNothingLeaks() throws IOException {
        // Given somebody whose things are not the business of others
        Account victim = Api.register();
        Bystander bystander = new Bystander(
                objects.sender(victim),
                jobs.withAll(victim.userId(), JobFolders.upload("cat.png", FinishedJobs.PICTURE))
                        .id(),
                Api.as(victim).get(Api.TOKENS).path("tokens[0].id"));
        Map<String, String> before = bystander.belongings(redis);
        // not by the program's own mapper, which bounds what clients send
        ApiDocument document = new ApiDocument(
                new ObjectMapper().readTree(given().get("/openapi.json").asByteArray()));
        // When
        send(document, new RequestMaker(document, world, bystander));
        // Then
        assertThat(failures).isEmpty();
        assertThat(bystander.belongings(redis)).isEqualTo(before);
        assertThat(world.users()).noneMatch(id -> redis.isMember("users:admins", id));
        assertThat(leaks.in(redis.dump())).as("a secret in Redis").isEmpty();
        assertThat(leaks.in(redis.audit())).as("a secret in the audit").isEmpty();
        Api.login(victim.username(), Api.PASSWORD).then().statusCode(200);
        Api.as(victim).get(Jobs.HISTORY).then().statusCode(200);
        assertThat(Jobs.status(victim, bystander.job()).<String>path("status")).isEqualTo("completed");
        if (Tries.nightly() && System.getProperty("fuzz.seed") == null) {
            assertThat(reached.missing(document.operations())).isEmpty();
        }
    }

    private void send(ApiDocument document, RequestMaker maker) {
        long minutes = Long.getLong("fuzz.minutes", 0);
        long first = Long.getLong(
                "fuzz.seed",
                minutes == 0 ? USUAL_SEED : ThreadLocalRandom.current().nextLong(1L << 40));
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        AnswerRules rules = new AnswerRules(mapper, leaks);
        try (RawClient client = new RawClient(server)) {
            for (long seed = first;
                    failures.size() < REPORTED && (minutes == 0 ? seed < first + USUAL_COUNT : System.nanoTime() < end);
                    seed++) {
                RawRequest request = maker.make(seed);
                RawAnswer answer = client.send(request);
                List<String> faults = rules.faults(request, answer);
                leaks.badLine().ifPresent(line -> faults.add("in the log: " + line));
                if (!faults.isEmpty()) {
                    failures.add(String.join("; ", faults) + " (again with -Dfuzz.seed=" + seed + ")\n" + request + "\n"
                            + answer);
                }
                after(request, answer);
            }
        }
    }

    private void after(RawRequest request, RawAnswer answer) {
        reached.note(request, answer);
        if (answer.status() == 200
                && request.target().contains("/invites")
                && request.method().equals("POST")) {
            leaks.keep(io.restassured.path.json.JsonPath.from(answer.text()).getString("invite_code"));
        }
        if (answer.status() < 300
                && !request.method().equals("GET")
                && request.target().contains("/users")) {
            world.renew(request);
        }
    }
}
