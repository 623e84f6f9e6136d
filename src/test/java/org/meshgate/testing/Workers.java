package org.meshgate.testing;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meshgate.testing.Api.Account;

/** The protocol of workers as tests speak it. */
public final class Workers {

    public static final String WORKER = "/api/v1/worker";
    public static final String WORKERS = "/api/v1/system/workers";
    public static final String TEXTURED = "text_to_textured_mesh";

    private Workers() {}

    /** A worker with a service account of its own. */
    public record Worker(String id, String userId, String token) {

        public RequestSpecification request() {
            return Api.as(token);
        }

        public Response claim(String feature, int slots, int waitSeconds) {
            return post("/claim", claimBody(id, feature, slots, waitSeconds));
        }

        /** Claims the only waiting job of a feature. */
        public Lease claimOne(String feature) {
            Response answer = claim(feature, 1, 0);
            answer.then().statusCode(200);
            return new Lease(answer.path("jobs[0].job_id"), answer.path("jobs[0].lease"));
        }

        public Response post(String path, Map<String, ?> body) {
            return request().contentType(ContentType.JSON).body(body).post(WORKER + path);
        }

        public Response upload(Lease lease, String name, byte[] content) {
            return request()
                    .contentType("application/octet-stream")
                    .body(content)
                    .put(lease.path() + "/files/" + name + "?lease=" + lease.lease());
        }

        public Response complete(Lease lease, Map<String, ?> result) {
            Map<String, Object> body = new HashMap<>(result);
            body.put("lease", lease.lease());
            return request().contentType(ContentType.JSON).body(body).post(lease.path() + "/complete");
        }

        public Response fail(Lease lease, String error, boolean retryable) {
            return request()
                    .contentType(ContentType.JSON)
                    .body(Map.of("lease", lease.lease(), "error", error, "retryable", retryable))
                    .post(lease.path() + "/fail");
        }

        public Response beat(Lease lease, Map<String, ?> more) {
            Map<String, Object> job = new HashMap<>(more);
            job.put("job_id", lease.jobId());
            job.put("lease", lease.lease());
            return post("/heartbeat", Map.of("worker_id", id, "jobs", List.of(job)));
        }

        public Response release(Lease lease) {
            return post(
                    "/release",
                    Map.of("worker_id", id, "jobs", List.of(Map.of("job_id", lease.jobId(), "lease", lease.lease()))));
        }
    }

    /** A claimed job. */
    public record Lease(String jobId, String lease) {

        public String path() {
            return WORKER + "/jobs/" + jobId;
        }
    }

    public static Map<String, Object> claimBody(String workerId, String feature, int slots, int waitSeconds) {
        return new HashMap<>(Map.of(
                "worker_id", workerId, "features", List.of(feature), "slots", slots, "wait_seconds", waitSeconds));
    }

    /** Makes a service account with a token for workers. */
    public static Worker create(Account admin) {
        Response made = Api.as(admin)
                .contentType(ContentType.JSON)
                .body(Map.of("name", Api.unique("worker-")))
                .post(Api.USERS + "/admin/service-accounts");
        made.then().statusCode(200);
        return new Worker(Api.unique("w-"), made.path("user.user_id"), made.path("token"));
    }

    public static void end(Account admin, Worker worker) {
        Api.as(admin)
                .delete(Api.USERS + "/admin/service-accounts/" + worker.userId())
                .then()
                .statusCode(200);
    }
}
