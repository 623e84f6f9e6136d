package org.meshgate.contract;

import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.json;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.meshgate.files.UploadSamples;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Jobs;

/**
 * A request that 3DAIGC-API answered with another status. The table "In status codes" of docs/MIGRATION.md repeats this
 * list.
 *
 * @param was the status of 3DAIGC-API
 * @param now ours
 * @param request for people, in Markdown
 * @param send sends it
 */
record StatusDifference(int was, int now, String request, Function<World, Response> send) {

    private static final String SHORT_PASSWORD = "sixsix";
    private static final String UPLOADS = "/api/v1/file-upload";
    private static final String GENERATION = "/api/v1/mesh-generation";
    private static final String RIG = "/api/v1/auto-rigging/generate-rig";

    /** What requests are about. */
    record World(Account alice, FinishedJobs jobs) {

        private Response submit(String path, Map<String, Object> body) {
            return as(alice).contentType(ContentType.JSON).body(body).post(path);
        }

        private Response get(String path) {
            return as(alice).get(path);
        }

        private Response token(Map<String, Object> body) {
            return as(alice).contentType(ContentType.JSON).body(body).post(TOKENS);
        }

        private Response register(String field, String value) {
            String name = Api.unique("status-");
            Map<String, Object> body =
                    new HashMap<>(Map.of("username", name, "email", name + "@example.com", "password", Api.PASSWORD));
            body.put(field, value);
            return json(body).post(USERS + "/register");
        }
    }

    static List<StatusDifference> all() {
        return List.of(
                row(422, 400, "a body that is not JSON, or not an object", world -> as(world.alice())
                        .contentType(ContentType.JSON)
                        .body("[]")
                        .post(GENERATION)),
                row(
                        400,
                        422,
                        "a model that is unknown, disabled, or of another feature",
                        world -> world.submit(GENERATION, Map.of("prompt", "a cat", "model_preference", "nope"))),
                row(
                        200,
                        422,
                        "an unknown model for mesh editing, which 3DAIGC-API replaced by another one",
                        world -> world.submit(
                                "/api/v1/mesh-editing/text-mesh-editing",
                                Map.of(
                                        "mesh_file_id", "x",
                                        "source_prompt", "a",
                                        "target_prompt", "b",
                                        "mask_bbox", Map.of("center", List.of(0, 0, 0), "dimensions", List.of(1, 1, 1)),
                                        "model_preference", "nope"))),
                row(
                        400,
                        422,
                        "no file where one is needed, or several ways to give it",
                        world -> world.submit(GENERATION + "/image-to-raw-mesh", Map.of())),
                row(
                        400,
                        422,
                        "base64 that is not base64, or no image or mesh",
                        world -> world.submit(
                                GENERATION + "/image-to-raw-mesh",
                                Map.of("image_base64", "data:image/png;base64,AAAA"))),
                row(
                        400,
                        422,
                        "an unknown `rig_mode`, a mask without an extent",
                        world -> world.submit(RIG, Map.of("mesh_file_id", "x", "rig_mode", "nope"))),
                row(
                        404,
                        403,
                        "a `*_path` field of a user, whether or not the file exists",
                        world -> world.submit(GENERATION + "/image-to-raw-mesh", Map.of("image_path", "/no/such.png"))),
                row(
                        400,
                        422,
                        "an upload of another kind, or with another content than its name says",
                        world -> as(world.alice())
                                .multiPart("file", "cat.txt", UploadSamples.png(9, 9))
                                .post(UPLOADS + "/image")),
                row(
                        200,
                        422,
                        "a `limit` of uploads that is below 1 or above 500",
                        world -> world.get(UPLOADS + "/list?limit=0")),
                row(200, 401, "a job, the history or a file of a job, without a token or with a wrong one", world -> {
                    String id = Jobs.submit(world.alice());
                    return RestAssured.given().get(Jobs.job(id));
                }),
                row(400, 409, "a download before the job is completed", world -> {
                    String id = Jobs.submit(world.alice());
                    return world.get(Jobs.job(id) + "/download");
                }),
                row(200, 404, "`asset=` with a name that the result does not have", world -> {
                    String id = world.jobs().withFiles(world.alice().userId()).id();
                    return world.get(Jobs.job(id) + "/download?asset=nope");
                }),
                row(
                        400,
                        409,
                        "a registration with a name or an e-mail address that is taken",
                        world -> world.register("username", world.alice().username())),
                row(
                        400,
                        422,
                        "a registration with a name or a password that breaks a rule",
                        world -> world.register("username", "a")),
                row(
                        200,
                        422,
                        "a new password of 6 or 7 characters: 8 are needed, or `security.password_min_length`",
                        world -> world.register("password", SHORT_PASSWORD)),
                row(400, 403, "a change of the password with a wrong old one", world -> as(world.alice())
                        .contentType(ContentType.JSON)
                        .body(Map.of("old_password", "not mine at all", "new_password", "battery staple"))
                        .put(Api.ME + "/password")),
                row(
                        200,
                        422,
                        "`expires_in_days` of 0 (which meant never) or below (expired at once), above 3650, or as text",
                        world -> world.token(Map.of("token_name", "x", "expires_in_days", 0))),
                row(
                        200,
                        422,
                        "a `token_name` that is empty, blank, or longer than 100 characters",
                        world -> world.token(Map.of("token_name", ""))));
    }

    private static StatusDifference row(int was, int now, String request, Function<World, Response> send) {
        return new StatusDifference(was, now, request, send);
    }

    /** As a row of the table in docs/MIGRATION.md. */
    String markdown() {
        return "| " + was + " | " + now + " | " + request + " |";
    }

    @Override
    public String toString() {
        return request;
    }
}
