package org.meshgate.cli.worker.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meshgate.cli.http.AccessToken;
import org.meshgate.cli.http.ApiException;
import org.meshgate.cli.http.ApiTransport;
import org.meshgate.cli.http.BoundedBody;
import org.meshgate.cli.http.HttpSender;
import org.meshgate.cli.http.ServerBaseUrl;

/**
 * The calls of the worker protocol. All block, have a deadline and may be repeated. They fail with a
 * {@link ApiException}.
 */
public final class WorkerApi {

    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration ORDINARY = Duration.ofSeconds(20);
    private static final Duration BEYOND_WAIT = Duration.ofSeconds(15);
    private static final Duration TRANSFER = Duration.ofMinutes(2);

    private static final String NO_MODEL = "meshgate-worker-check";
    private static final int MAX_ERROR = 1000;

    /** The slowest transfer that a deadline allows. */
    private static final long MIN_BYTES_PER_SECOND = 256 * 1024;

    /** A call of the protocol. */
    @FunctionalInterface
    private interface Call<T> {
        T run() throws IOException, InterruptedException;
    }

    private final ApiTransport transport;
    private final ObjectMapper json;
    private final ServerBaseUrl server;
    private final WorkerIdentity identity;

    public WorkerApi(
            HttpSender sender, ObjectMapper json, ServerBaseUrl server, AccessToken token, WorkerIdentity identity) {
        this.transport = new ApiTransport(sender, json, token, server.base());
        this.json = json;
        this.server = server;
        this.identity = identity;
    }

    /**
     * Claims jobs; waits for the first one.
     *
     * @param slots how many at most, 1 to 32
     * @param wait up to 25 s
     */
    public ClaimReply claim(Capabilities capabilities, int slots, Duration wait)
            throws IOException, InterruptedException {
        ObjectNode body = named().put("host", identity.host())
                .put("version", identity.version())
                .put("slots", slots)
                .put("wait_seconds", wait.toSeconds());
        capabilities.features().forEach(body.putArray("features")::add);
        if (!capabilities.models().isEmpty()) {
            capabilities.models().forEach(body.putArray("models")::add);
        }
        if (!capabilities.loadedModels().isEmpty()) {
            capabilities.loadedModels().forEach(body.putArray("loaded_models")::add);
        }
        JsonNode answer = post(worker("claim"), body, wait.plus(BEYOND_WAIT));
        List<JobAssignment> jobs = new ArrayList<>();
        answer.path("jobs").forEach(job -> JobAssignment.of(job).ifPresent(jobs::add));
        return new ClaimReply(jobs, answer.path("drain").asBoolean());
    }

    /** Renews the leases of the jobs. */
    public HeartbeatReply heartbeat(List<JobReport> jobs) throws IOException, InterruptedException {
        ObjectNode body = named();
        ArrayNode list = body.putArray("jobs");
        for (JobReport report : jobs) {
            ObjectNode job = list.addObject().put("job_id", report.jobId()).put("lease", report.lease());
            report.progress().ifPresent(progress -> job.put("progress", progress));
            report.message().ifPresent(message -> job.put("message", message));
        }
        JsonNode answer = post(worker("heartbeat"), body, SHORT);
        Map<String, HeartbeatInstruction> orders = new HashMap<>();
        answer.path("jobs")
                .forEach(job -> orders.put(
                        job.path("job_id").asText(),
                        HeartbeatInstruction.of(job.path("order").asText())));
        return new HeartbeatReply(orders, answer.path("drain").asBoolean());
    }

    /**
     * Fetches an input file.
     *
     * @param maxBytes when the server did not say how large it is
     */
    public void download(InputFile file, Path target, long maxBytes) throws IOException, InterruptedException {
        URI url;
        try {
            url = server.link(file.url());
        } catch (IllegalArgumentException foreign) {
            throw new ApiException.Refused("the link of " + file.field() + " leads to another host");
        }
        long limit = file.size().orElse(maxBytes);
        HttpRequest request = HttpRequest.newBuilder(url).GET().build(); // signed; needs no token
        try {
            send(request, BoundedBody.toFile(target, limit, ApiTransport.MAX_PROBLEM), transferDeadline(limit));
        } catch (ApiException.TokenRefused expired) { // the link, not the token
            throw new ApiException.Refused(expired.getMessage());
        }
        if (file.size().isPresent() && Files.size(target) != limit) {
            throw new ApiException.Unavailable(
                    "the file of " + file.field() + " arrives cut short",
                    Optional.empty(),
                    ApiException.Unavailable.Kind.BROKEN);
        }
    }

    /**
     * Stores a file of the result.
     *
     * @param name letters, digits, dots, dashes and underscores
     * @param digest the value of {@code Repr-Digest} (RFC 9530)
     */
    public void upload(JobAssignment job, String name, Path file, String digest)
            throws IOException, InterruptedException {
        URI url = job(job.jobId(), "files/" + name + "?lease=" + job.lease());
        HttpRequest request = transport
                .request(url)
                .header("Content-Type", "application/octet-stream")
                .header("Repr-Digest", digest)
                .PUT(HttpRequest.BodyPublishers.ofFile(file))
                .build();
        send(request, BoundedBody.inMemory(ApiTransport.MAX_PROBLEM), transferDeadline(Files.size(file)));
    }

    /**
     * Ends a job with its result.
     *
     * @param seconds how long the command or the model server took
     * @return the status of the job: completed, or cancelled when its owner was faster
     */
    public String complete(JobAssignment job, String result, Optional<String> thumbnail, double seconds)
            throws IOException, InterruptedException {
        ObjectNode body = json.createObjectNode()
                .put("lease", job.lease())
                .put("result", result)
                .put("seconds", seconds);
        thumbnail.ifPresent(name -> body.put("thumbnail", name));
        return status(job, "complete", body);
    }

    /**
     * Ends an attempt without a result.
     *
     * @param error the reason, for the owner
     * @param retryable whether another attempt may succeed
     * @param logTail the last lines of the command, for administrators
     * @return the status of the job: queued, failed or cancelled
     */
    public String fail(JobAssignment job, String error, boolean retryable, Optional<String> logTail)
            throws IOException, InterruptedException {
        ObjectNode body = json.createObjectNode()
                .put("lease", job.lease())
                .put("error", sentence(error))
                .put("retryable", retryable);
        logTail.ifPresent(tail -> body.put("log_tail", tail));
        return status(job, "fail", body);
    }

    /** Gives jobs back, which does not count as a failed attempt. Without jobs it only checks the token. */
    public int release(List<JobAssignment> jobs) throws IOException, InterruptedException {
        ObjectNode body = named();
        ArrayNode list = body.putArray("jobs");
        jobs.forEach(job -> list.addObject().put("job_id", job.jobId()).put("lease", job.lease()));
        return post(worker("release"), body, SHORT).path("released").asInt();
    }

    /** Whether the server answers at all; needs no token. */
    public void requireReachable() throws IOException, InterruptedException {
        send(
                HttpRequest.newBuilder(server.health()).GET().build(),
                BoundedBody.inMemory(ApiTransport.MAX_PROBLEM),
                SHORT);
    }

    /** Whether the server asks its clients for a token or an API key; needs none itself. */
    public boolean requiresToken() throws IOException, InterruptedException {
        JsonNode status = transport.parse(send(
                HttpRequest.newBuilder(server.authStatus()).GET().build(),
                BoundedBody.inMemory(ApiTransport.MAX_PROBLEM),
                SHORT));
        return status.path("user_auth_enabled").asBoolean(true)
                || status.path("api_key_required").asBoolean(true);
    }

    /**
     * Why the server would not give this worker jobs; names a feature that it does not know. Asks by a claim for jobs of
     * a model that there is not.
     *
     * @return empty when it would
     */
    public Optional<String> refusalOf(Capabilities capabilities) throws IOException, InterruptedException {
        Optional<ApiException.Refused> refusal = refusalOf(capabilities.features());
        if (refusal.filter(ApiException.Refused::isInvalid).isPresent()) {
            for (String feature : capabilities.features()) {
                Optional<ApiException.Refused> own = refusalOf(List.of(feature));
                if (own.isPresent()) {
                    return Optional.of("--feature " + feature + ": " + own.get().getMessage());
                }
            }
        }
        return refusal.map(Throwable::getMessage);
    }

    private Optional<ApiException.Refused> refusalOf(List<String> features) throws IOException, InterruptedException {
        try {
            release(claim(new Capabilities(features, List.of(NO_MODEL), List.of()), 1, Duration.ZERO)
                    .jobs());
            return Optional.empty();
        } catch (ApiException.Refused refused) {
            return Optional.of(refused);
        }
    }

    /** The protocol wants a reason, of 2,000 characters at most. */
    private static String sentence(String error) {
        return error.isBlank() ? "No reason is known." : error.substring(0, Math.min(error.length(), MAX_ERROR));
    }

    private String status(JobAssignment job, String action, ObjectNode body) throws IOException, InterruptedException {
        return post(job(job.jobId(), action), body, ORDINARY).path("status").asText();
    }

    private JsonNode post(URI url, JsonNode body, Duration deadline) throws IOException, InterruptedException {
        return call(() -> transport.post(url, body, deadline));
    }

    private byte[] send(HttpRequest request, BodyHandler<byte[]> handler, Duration deadline)
            throws IOException, InterruptedException {
        return call(() -> transport.send(request, handler, deadline));
    }

    private static <T> T call(Call<T> call) throws IOException, InterruptedException {
        try {
            return call.run();
        } catch (ApiException.Refused refused) {
            throw LeaseLostException.of(refused);
        }
    }

    private URI worker(String path) {
        return server.api("worker/" + path);
    }

    private URI job(String jobId, String path) {
        return worker("jobs/" + ServerBaseUrl.segment(jobId) + "/" + path);
    }

    private ObjectNode named() {
        return json.createObjectNode().put("worker_id", identity.id());
    }

    private static Duration transferDeadline(long bytes) {
        return TRANSFER.plusSeconds(bytes / MIN_BYTES_PER_SECOND);
    }
}
