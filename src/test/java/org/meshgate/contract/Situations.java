package org.meshgate.contract;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Map;
import org.meshgate.files.Outputs;
import org.meshgate.files.UploadSamples;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;

/** Brings about what there was when an answer was recorded, and makes the request, but for its method and path. */
@ApplicationScoped
class Situations {

    private static final int SIDE = 16;
    private static final int MESH_BYTES = 64;
    private static final String MODEL = "trellis_text_to_textured_mesh";
    private static final String UPLOADS = "/api/v1/file-upload/";

    private final Accounts accounts;
    private final GpuScheduler scheduler;

    Situations(Accounts accounts, GpuScheduler scheduler) {
        this.accounts = accounts;
        this.scheduler = scheduler;
    }

    /**
     * A request without method and path.
     *
     * @param id what stands for {@code {id}} or {@code {prefix}} in the path; empty when nothing does
     */
    record Prepared(RequestSpecification request, String id) {}

    /** Of the case with this name; fails for one that has no situation. */
    Prepared prepare(String name) {
        return switch (name) {
            case "root", "health", "system health", "auth-status", "auth-status simple", "unknown path" ->
                new Prepared(given(), "");
            case "register ok" -> {
                String username = Api.unique("contract-");
                yield anonymous(
                        Map.of("username", username, "email", username + "@example.com", "password", Api.PASSWORD));
            }
            case "login ok" -> anonymous(Map.of("username", Api.register().username(), "password", Api.PASSWORD));
            case "me ok",
                    "/models",
                    "/models?feature=text_to_textured_mesh",
                    "/features",
                    "/scheduler-status",
                    "/supported-formats",
                    "upload formats",
                    "G formats" -> as(Api.register());
            case "token create" -> as(Api.register(), Map.of("token_name", "My App Token", "expires_in_days", 365));
            case "token list" -> withTokens();
            case "pw ok" -> as(Api.register(), Map.of("old_password", Api.PASSWORD, "new_password", "newpass456"));
            case "revoke by 8-char prefix" -> {
                Account owner = Api.register();
                String text = Api.createToken(owner, "forever");
                yield new Prepared(Api.as(owner), text.substring(0, "p3d_".length() + 8));
            }
            case "admin list limit 2 offset 1" -> {
                Api.register();
                Api.register();
                yield as(accounts.createAdmin());
            }
            case "admin get", "admin delete ok" ->
                new Prepared(Api.as(accounts.createAdmin()), Api.register().userId());
            case "status", "/info" -> as(accounts.createAdmin());
            case "stats" -> {
                Account owner = Api.register();
                Jobs.submit(owner);
                yield as(owner);
            }
            default -> prepareJobOrUpload(name);
        };
    }

    private Prepared prepareJobOrUpload(String name) {
        Account owner = Api.register();
        return switch (name) {
            case "submit ok" -> as(owner, textJob());
            case "status processing started" -> of(owner, processing(owner));
            case "info ok",
                    "download base64",
                    "thumb base64",
                    "delete result ok",
                    "delete job ok",
                    "status of a completed job" -> of(owner, completed(owner));
            case "info no result", "delete result none", "status of a failed job" -> of(owner, failed(owner));
            case "history limit/offset" -> {
                completed(owner);
                completed(owner);
                completed(owner);
                completed(owner);
                yield as(owner);
            }
            case "history status=failed" -> {
                Jobs.status(owner, failed(owner)).then().statusCode(200); // brings the index up to date
                yield as(owner);
            }
            case "upload image (auth mode)" ->
                new Prepared(Api.as(owner).multiPart("file", "cat.png", UploadSamples.png(SIDE, SIDE)), "");
            case "upload mesh" ->
                new Prepared(Api.as(owner).multiPart("file", "tri.glb", UploadSamples.glb(MESH_BYTES)), "");
            case "upload metadata" -> of(owner, image(owner));
            case "upload list" -> {
                image(owner);
                Api.as(owner)
                        .multiPart("file", "tri.glb", UploadSamples.glb(MESH_BYTES))
                        .post(UPLOADS + "mesh")
                        .then()
                        .statusCode(200);
                yield as(owner);
            }
            case "image job by file id" -> as(owner, imageJob(owner));
            case "status of a job with an input image" ->
                of(owner, submit(owner, Jobs.SUBMIT + "/image-to-textured-mesh", imageJob(owner)));
            default -> throw new AssertionError("nobody knows the situation of " + name);
        };
    }

    private Prepared withTokens() {
        Account owner = Api.register();
        Api.createToken(owner, "forever");
        Api.as(owner)
                .contentType(ContentType.JSON)
                .body(Map.of("token_name", "s30", "expires_in_days", 30))
                .post(Api.TOKENS)
                .then()
                .statusCode(200);
        return as(owner);
    }

    private String processing(Account owner) {
        String id = submit(owner, Jobs.SUBMIT_TEXTURED, textJob());
        scheduler.take(id);
        scheduler.start(id, MODEL);
        return id;
    }

    private String completed(Account owner) {
        String id = processing(owner);
        String name = Api.unique("contract-");
        Path mesh = Outputs.write(name + ".glb", "a mesh");
        Path picture = Outputs.write(name + ".png", "a picture");
        scheduler.complete(
                id,
                Map.of(
                        "output_mesh_path",
                        mesh.toString(),
                        "thumbnail_path",
                        picture.toString(),
                        "success",
                        true,
                        "generation_info",
                        Map.of(
                                "model_used",
                                MODEL,
                                "generation_time",
                                "12.5",
                                "thumbnail_generated",
                                true,
                                "parameters",
                                Map.of("seed", 1))));
        return id;
    }

    /** Fails before it starts, as recorded: there is no {@code model_id} then. */
    private String failed(Account owner) {
        String id = submit(owner, Jobs.SUBMIT_TEXTURED, textJob());
        scheduler.take(id);
        scheduler.fail(id, "CUDA out of memory");
        return id;
    }

    private static Map<String, Object> textJob() {
        return Map.of(
                "text_prompt", "a 3d cat model",
                "texture_prompt", "fur",
                "texture_resolution", 1024,
                "output_format", "glb",
                "model_preference", MODEL);
    }

    private static Map<String, Object> imageJob(Account owner) {
        return Map.of("image_file_id", image(owner), "model_preference", "trellis_image_to_textured_mesh");
    }

    private static String image(Account owner) {
        Response response = Api.as(owner)
                .multiPart("file", "cat.png", UploadSamples.png(SIDE, SIDE))
                .post(UPLOADS + "image");
        response.then().statusCode(200);
        return response.path("file_id");
    }

    private static String submit(Account owner, String path, Map<String, Object> body) {
        Response response =
                Api.as(owner).contentType(ContentType.JSON).body(body).post(path);
        response.then().statusCode(200);
        return response.path("job_id");
    }

    private static Prepared anonymous(Map<String, Object> body) {
        return new Prepared(Api.json(body), "");
    }

    private static Prepared as(Account caller) {
        return new Prepared(Api.as(caller), "");
    }

    private static Prepared as(Account caller, Map<String, Object> body) {
        return new Prepared(Api.as(caller).contentType(ContentType.JSON).body(body), "");
    }

    private static Prepared of(Account caller, String id) {
        return new Prepared(Api.as(caller), id);
    }
}
