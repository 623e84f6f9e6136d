package org.meshgate.jobs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.meshgate.jobs.Worlds.INVALID;
import static org.meshgate.jobs.Worlds.open;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.FinishedJobs.MANIFEST;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.Worlds.World;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Links to the files of a world. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobWorldLinksTest {

    @Inject
    Worlds worlds;

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private Account alice;
    private Path world;
    private String id;
    private String base;

    @BeforeEach
    void aWorld() {
        alice = Api.register();
        World made = worlds.create(alice);
        world = made.folder();
        id = made.id();
        base = made.base();
    }

    private String job(String folder) {
        return worlds.job(alice, world, folder);
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void worldLinkOpensOnlyItsWorld() {
        String step = base.replaceFirst(".*/world-link/([^/]+)/", "$1");
        String root = base.replaceFirst("/api/.*", "");
        Account bob = Api.register();
        Account admin = accounts.createAdmin();
        String second = job(FinishedJobs.world());
        String mesh = Jobs.status(alice, second).path("result.mesh_url");
        String fileStep = mesh.replaceFirst(".*exp=(\\d+)&sig=(.*)", "$1.$2");
        for (String link : List.of(
                root + Jobs.job(second) + "/world-link/" + step + "/" + MANIFEST,
                // a good link, and the way from it to another job
                base + "../../../" + second + "/world-link/" + step + "/" + MANIFEST,
                base + "%2e%2e/%2e%2e/%2e%2e/" + second + "/world-link/x/" + MANIFEST,
                base.replace(alice.userId(), bob.userId()) + MANIFEST,
                base.replace(alice.userId(), "-") + MANIFEST,
                base.replaceFirst("world-link/(\\d+)", "world-link/9$1") + MANIFEST,
                base.replaceFirst(".{3}/$", "AAA/") + MANIFEST,
                base.replace(step, "x") + MANIFEST,
                base.replace(step, fileStep) + MANIFEST,
                base.replace(step, step + "x") + MANIFEST)) {
            assertProblem(open(link), 403, "LINK_INVALID", INVALID).body(not(containsString("environment")));
            // and beside a token it is not looked at
            assertThat(as(bob).urlEncodingEnabled(false).get(link).statusCode()).isEqualTo(403);
            as(admin).urlEncodingEnabled(false).get(link).then().statusCode(200);
        }
        // what a link leads to by dots is another route, with its own door
        for (String path : List.of(second, second + "/info", second + "/world/" + MANIFEST, second + "/download")) {
            assertProblem(open(base + "../../../" + path), 401, "TOKEN_REQUIRED", containsString("missing"));
            String exp = step.substring(0, step.indexOf('.'));
            assertThat(open(base + "../../../" + path + "?exp=" + exp + "&sig=" + step.substring(step.indexOf('.') + 1))
                            .statusCode())
                    .isIn(401, 403);
        }
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            assertThat(given().urlEncodingEnabled(false)
                            .request(method, base + MANIFEST)
                            .statusCode())
                    .as(method)
                    .isEqualTo(405);
        }
    }

    @Test
    void linkEndsWithItsExpiryItsViewerAndItsJob() {
        String admins = Jobs.status(accounts.createAdmin(), id).path("result.world_base_url");
        clock.advance(Duration.ofDays(7).plusSeconds(1));
        assertProblem(open(base + MANIFEST), 403, "LINK_EXPIRED", containsString("This link has expired."));
        clock.reset();
        redis.set(
                "user:" + alice.userId(),
                redis.get("user:" + alice.userId()).replaceFirst("\"is_active\": ?true", "\"is_active\":false"));
        assertProblem(open(base + MANIFEST), 403, "LINK_INVALID", INVALID);
        open(admins + MANIFEST).then().statusCode(200);
        as(accounts.createAdmin()).delete(Jobs.job(id)).then().statusCode(200);
        assertProblem(open(admins + MANIFEST), 404, "JOB_NOT_FOUND", "Job not found");
    }

    @Test
    void signaturesReachNeitherLogsNorProblems() {
        String signature = base.replaceFirst(".*\\.([^.]{43})/$", "$1");
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage()
                        + List.of(line.getParameters() == null ? new Object[0] : line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger everything = Logger.getLogger("");
        everything.addHandler(listener);
        Logger access = Logger.getLogger("meshgate.access");
        Level before = access.getLevel();
        access.setLevel(Level.INFO);
        try {
            open(base + MANIFEST).then().statusCode(200);
            open(base + "no-such.glb")
                    .then()
                    .statusCode(404)
                    .body("instance", equalTo(Jobs.job(id) + "/world-link/[hidden]/no-such.glb"));
            for (String spelling : List.of(
                    base.replace("world-link", "world%2Dlink"),
                    base.replace("world-link/", "world-link//"),
                    base.replaceFirst("\\.([^.])([^.]{42}/)$", "%2E$1$2"),
                    base.replace("/system/", "/systems/"))) {
                open(spelling + "no-such.glb")
                        .then()
                        .statusCode(anyOf(equalTo(404), equalTo(403)))
                        .body("instance", containsString("[hidden]"))
                        .body(not(containsString(signature.substring(1))));
            }
        } finally {
            access.setLevel(before);
            everything.removeHandler(listener);
        }
        assertThat(lines).anyMatch(line -> line.contains("/world-link/[hidden]/" + MANIFEST));
        assertThat(lines).noneMatch(line -> line.contains(signature.substring(1)));
    }
}
