package org.meshgate.testing;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.meshgate.accounts.reset.ResetLinks;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.files.UploadSamples;
import org.meshgate.jobs.JobFolders;
import org.meshgate.testing.Api.Account;

/** Makes what the routes of {@link Endpoint} are about, and sends good requests to them. */
@ApplicationScoped
public class EndpointWorld {

    private static final String UPLOADS = "/api/v1/file-upload";

    private final FinishedJobs jobs;
    private final ResetLinks resetLinks;
    private final boolean accounts;
    /** By administrator: accounts of earlier test classes are gone. */
    private final Map<String, String> somebody = new ConcurrentHashMap<>();

    EndpointWorld(FinishedJobs jobs, ResetLinks resetLinks, MeshgateConfig config) {
        this.jobs = jobs;
        this.resetLinks = resetLinks;
        accounts = config.security().userAuthEnabled();
    }

    /**
     * Somebody in whose name requests are sent.
     *
     * @param image id of an upload
     * @param mesh id of an upload
     */
    public record Sender(Account account, String image, String mesh) {}

    /** Uploads what jobs need. */
    public Sender sender(Account account) {
        return new Sender(account, upload(account, "image"), upload(account, "mesh"));
    }

    /** The id of what a route is about: this owner's where it can be anybody's, or made by the administrator. */
    public String object(Endpoint endpoint, Account owner, Account admin) {
        String path = endpoint.path();
        if (path.contains("{job_id}")) {
            return path.endsWith("/cancel")
                    ? jobs.queued(owner.userId())
                    : jobs.withAll(owner.userId(), JobFolders.upload("cat.png", FinishedJobs.PICTURE))
                            .id();
        }
        if (path.contains("{file_id}")) {
            return upload(owner, "image");
        }
        if (path.contains("{token_id}") || path.contains("{token_or_prefix}")) {
            return Api.as(owner)
                    .contentType(ContentType.JSON)
                    .body(Map.of("token_name", "object", "scopes", List.of("account")))
                    .post(Api.TOKENS)
                    .path("token_info.id");
        }
        if (path.contains("{invite_id}")) {
            return Api.as(admin)
                    .contentType(ContentType.JSON)
                    .body("{}")
                    .post(Api.USERS + "/admin/invites")
                    .path("invite.invite_id");
        }
        if (path.contains("/service-accounts/{user_id}")) {
            return Api.createServiceAccount(admin, List.of("worker")).userId();
        }
        if (path.contains("{worker_id}")) {
            Workers.Worker worker = Workers.create(admin);
            worker.claim("auto_rig", 1, 0).then().statusCode(200);
            return worker.id();
        }
        if (path.contains("/webhooks")) {
            return webhook(path, path.contains("/admin/") ? admin : owner);
        }
        if (path.contains("{user_id}")) {
            return endpoint.method().equals("DELETE") ? Api.register().userId() : somebody(admin);
        }
        return "";
    }

    /** A new webhook in place of all others; with a delivery behind it for routes of one. */
    private static String webhook(String path, Account owner) {
        String base = path.replaceFirst("/webhooks.*", "/webhooks");
        Api.as(owner).get(base).<List<String>>path("webhooks.webhook_id").forEach(id -> Api.as(owner)
                .delete(base + "/" + id));
        String id = Api.as(owner)
                .contentType(ContentType.JSON)
                .body(Map.of("url", "http://127.0.0.1:9/", "events", List.of("job.failed")))
                .post(base)
                .path("webhook.webhook_id");
        return path.contains("{delivery_id}")
                ? id + "/deliveries/"
                        + Api.as(owner).post(base + "/" + id + "/test").path("delivery.delivery_id")
                : id;
    }

    /** A user to whom nothing happens that others of the same route could not bear; one is enough. */
    private String somebody(Account admin) {
        return somebody.computeIfAbsent(admin.userId(), known -> Api.register().userId());
    }

    /** Sends the request of the row. */
    public Response send(Endpoint endpoint, RequestSpecification request, String objectId, Sender sender) {
        String url = endpoint.url(objectId);
        String body = endpoint.body();
        if (body.endsWith(".png")) {
            return request.multiPart("file", body, UploadSamples.png(9, 9)).post(url);
        }
        if (body.endsWith(".glb")) {
            return request.multiPart("file", body, UploadSamples.glb(64)).post(url);
        }
        RequestSpecification filled = body.isEmpty()
                ? request
                : request.contentType(ContentType.JSON)
                        .body(body.replace('\'', '"')
                                .replace("IMAGE", sender.image())
                                .replace("MESH", sender.mesh())
                                .replace("NAME", sender.account().username())
                                .replace("NEW", Api.unique("new-"))
                                .replace("PASSWORD", Api.PASSWORD)
                                .replace("RESET", accounts && body.contains("RESET") ? resetCode() : ""));
        return filled.request(endpoint.method(), url);
    }

    /** A code with which somebody sets a password. */
    private String resetCode() {
        return resetLinks
                .create("cli", Api.register().userId())
                .await()
                .atMost(Duration.ofSeconds(10))
                .code();
    }

    private static String upload(Account account, String kind) {
        Response answer = Api.as(account)
                .multiPart(
                        "file",
                        kind.equals("mesh") ? "cat.glb" : "cat.png",
                        kind.equals("mesh") ? UploadSamples.glb(64) : UploadSamples.png(9, 9))
                .post(UPLOADS + "/" + kind);
        answer.then().statusCode(200);
        return answer.path("file_id");
    }
}
