package org.meshgate.jobs;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Jobs.HISTORY;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.OldRedis;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RecordedRedis;
import org.meshgate.testing.RedisResource;

/** The program takes the place of a 3DAIGC-API that ran without accounts. */
@QuarkusTest
@QuarkusTestResource(value = OldSimpleDataTest.Recorded.class, restrictToAnnotatedClass = true)
@TestProfile(Profiles.SimpleMode.class)
class OldSimpleDataTest {

    /** Has the data before the program starts. */
    public static class Recorded extends RedisResource {
        @Override
        public Map<String, String> start() {
            Map<String, String> settings = super.start();
            try (OldRedis old = new OldRedis(settings.get("meshgate.redis_url"))) {
                RecordedRedis.loadSimple(old);
            }
            return settings;
        }
    }

    @Test
    void everybodySeesAllJobsNewestFirst() {
        await().untilAsserted(() -> given().get(HISTORY)
                .then()
                .statusCode(200)
                .body("pagination.total", equalTo(3))
                .body("jobs.inputs.text_prompt", equalTo(List.of("anon cat3", "anon cat2", "anon cat"))));
        given().get("/api/v1/system/jobs/9532f724-0a44-44eb-aaa9-312b133aa65f")
                .then()
                .statusCode(200)
                .body("status", equalTo("queued"))
                .body("queue_position", equalTo(1));
    }
}
