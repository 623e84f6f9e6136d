package org.meshgate.testing;

import io.restassured.response.Response;
import java.util.Map;
import org.meshgate.testing.Api.Account;

/** Jobs as tests speak of them. */
public final class Jobs {

    public static final String SUBMIT = "/api/v1/mesh-generation";
    public static final String SUBMIT_TEXTURED = SUBMIT + "/text-to-textured-mesh";
    public static final String JOBS = "/api/v1/system/jobs";
    public static final String HISTORY = JOBS + "/history";
    public static final String STATS = JOBS + "/queue/stats";

    private Jobs() {}

    /** Queues a job and returns its id. */
    public static String submit(Account owner) {
        return submit(owner, "a 3d cat model");
    }

    public static String submit(Account owner, String prompt) {
        Response response = Api.as(owner)
                .contentType("application/json")
                .body(Map.of("prompt", prompt))
                .post(SUBMIT);
        response.then().statusCode(200);
        return response.path("job_id");
    }

    /** Queues a job in simple mode. */
    public static String submitAnonymously(String prompt) {
        Response response = Api.json(Map.of("prompt", prompt)).post(SUBMIT);
        response.then().statusCode(200);
        return response.path("job_id");
    }

    public static String job(String id) {
        return JOBS + "/" + id;
    }

    public static Response status(Account caller, String id) {
        return Api.as(caller).get(job(id));
    }
}
