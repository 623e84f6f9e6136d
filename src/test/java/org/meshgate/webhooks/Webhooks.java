package org.meshgate.webhooks;

import static org.meshgate.testing.Api.as;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;

/** Webhooks as tests speak of them. */
public final class Webhooks {

    public static final String OWN = "/api/v1/users/me/webhooks";
    public static final String SERVER = "/api/v1/users/admin/webhooks";
    public static final List<String> JOB_EVENTS = List.of("job.completed", "job.failed", "job.cancelled");

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Webhooks() {}

    /** A registered endpoint. */
    public record Hook(Account owner, String base, String id, String secret) {

        public String path() {
            return base + "/" + id;
        }

        public Response get() {
            return as(owner).get(path());
        }

        public Response change(String body) {
            return as(owner).contentType(ContentType.JSON).body(body).patch(path());
        }

        public Response deliveries() {
            return as(owner).get(path() + "/deliveries");
        }

        public Response test() {
            return as(owner).post(path() + "/test");
        }

        public Response retry(String delivery) {
            return as(owner).post(path() + "/deliveries/" + delivery + "/retry");
        }

        /** Waits until the newest delivery has a status and so many attempts, and returns the list. */
        public Response awaitNewest(String status, int attempts) {
            Awaitility.await().atMost(LIMIT).until(() -> {
                Response list = deliveries();
                return status.equals(list.path("deliveries[0].status"))
                        && Integer.valueOf(attempts).equals(list.path("deliveries[0].attempts"));
            });
            return deliveries();
        }
    }

    /** Registers an endpoint of a user that is told of the ends of jobs. */
    public static Hook register(Account owner, String url) {
        return register(owner, OWN, url, JOB_EVENTS);
    }

    public static Hook register(Account owner, String base, String url, List<String> events) {
        Response made = create(owner, base, Map.of("url", url, "events", events));
        made.then().statusCode(200);
        return new Hook(owner, base, made.path("webhook.webhook_id"), made.path("secret"));
    }

    public static Response create(Account owner, String base, Object body) {
        return as(owner).contentType(ContentType.JSON).body(body).post(base);
    }

    /** Submits a job and cancels it; returns its id. */
    public static String endJob(Account owner) {
        String id = Jobs.submit(owner);
        as(owner).post(Jobs.job(id) + "/cancel").then().statusCode(200);
        return id;
    }
}
