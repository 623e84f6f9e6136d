package org.meshgate.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Jobs.HISTORY;

import io.restassured.response.Response;
import java.util.Map;
import org.meshgate.files.UploadSamples;
import org.meshgate.testing.Api.Account;

/** What users and administrators do from the first to the last day: a Redis on which all this works is one to work with. */
public final class Workflow {

    private static final String UPLOADS = "/api/v1/file-upload";

    private Workflow() {}

    /** @param admin an administrator */
    public static void run(Account admin) {
        Account alice = Api.register();
        Api.login(alice.username(), PASSWORD).then().statusCode(200);
        as(alice).get(ME).then().statusCode(200).body("user.username", equalTo(alice.username()));
        tokens(alice);
        jobs(alice);
        uploads(alice);
        administration(admin, alice);
    }

    private static void tokens(Account alice) {
        String token = Api.createToken(alice, "a token");
        as(token).get(ME).then().statusCode(200);
        as(alice).get(TOKENS).then().statusCode(200).body("tokens.name", hasItem("a token"));
        as(alice).delete(TOKENS + "/" + token).then().statusCode(200);
        as(token).get(ME).then().statusCode(401);
    }

    private static void jobs(Account alice) {
        String kept = Jobs.submit(alice);
        String cancelled = Jobs.submit(alice);
        Response again = as(alice)
                .contentType("application/json")
                .header("Idempotency-Key", "workflow")
                .body(Map.of("prompt", "a 3d cat model"))
                .post(Jobs.SUBMIT);
        again.then().statusCode(200);
        as(alice).post(Jobs.job(cancelled) + "/cancel").then().statusCode(200);
        as(alice).get(HISTORY).then().statusCode(200).body("pagination.total", equalTo(3));
        as(alice).get(HISTORY + "?status=cancelled").then().statusCode(200).body("jobs.job_id", hasItem(cancelled));
        as(alice).get(Jobs.STATS).then().statusCode(200);
        as(alice).delete(Jobs.job(cancelled)).then().statusCode(200);
        Jobs.status(alice, cancelled).then().statusCode(404);
        Jobs.status(alice, kept).then().statusCode(200).body("status", equalTo("queued"));
    }

    private static void uploads(Account alice) {
        Response upload = as(alice)
                .multiPart("file", "picture.png", UploadSamples.png(8, 8))
                .post(UPLOADS + "/image");
        upload.then().statusCode(200);
        String id = upload.path("file_id");
        assertThat(id).isNotBlank();
        as(alice).get(UPLOADS + "/metadata/" + id).then().statusCode(200);
        as(alice).delete(UPLOADS + "/" + id).then().statusCode(200);
        as(alice).get(UPLOADS + "/metadata/" + id).then().statusCode(404);
    }

    private static void administration(Account admin, Account alice) {
        as(admin)
                .get(ADMIN_USERS + "?q=" + alice.username())
                .then()
                .statusCode(200)
                .body("users.username", hasItem(alice.username()));
        as(admin).get(HISTORY).then().statusCode(200);
        as(admin).get(USERS + "/admin/audit").then().statusCode(200);
        as(admin)
                .contentType("application/json")
                .body(Map.of("is_active", false))
                .patch(ADMIN_USERS + "/" + alice.userId())
                .then()
                .statusCode(200);
        as(alice).get(ME).then().statusCode(401);
        as(admin).delete(ADMIN_USERS + "/" + alice.userId()).then().statusCode(200);
        Api.login(alice.username(), PASSWORD).then().statusCode(401);
    }
}
