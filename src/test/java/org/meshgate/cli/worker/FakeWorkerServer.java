package org.meshgate.cli.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.meshgate.runtime.Digests;

/** The worker protocol over HTTP, with its state in memory, and with faults on demand. */
public final class FakeWorkerServer implements AutoCloseable {

    public static final String TOKEN = "p3d_test-token-of-a-worker";
    public static final String FEATURE = "text_to_textured_mesh";
    public static final byte[] INPUT = "picture".getBytes(StandardCharsets.UTF_8);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/v1/worker/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Deque<String> waiting = new ArrayDeque<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Deque<Fault>> faults = new HashMap<>();
    private final Set<String> features = Set.of(FEATURE);
    private boolean tokenValid = true;
    private boolean tokenNeeded = true;
    private boolean drain;
    private int leases;

    /** A call as it came: the path below the protocol's own, without its query. */
    public record Call(String path, JsonNode body) {}

    /** A job and what became of it. */
    public static final class Job {
        private final String id;
        private final ObjectNode inputs;
        private final boolean withFile;
        private String status = "queued";
        private String lease = "";
        private int attempt;
        private String order = "continue";
        private JsonNode end = JSON.createObjectNode();
        private int ends;
        private final Map<String, byte[]> files = new LinkedHashMap<>();

        private Job(String id, ObjectNode inputs, boolean withFile) {
            this.id = id;
            this.inputs = inputs;
            this.withFile = withFile;
        }
    }

    public FakeWorkerServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Queues a job with a prompt. */
    public String submit(String prompt) {
        return submit(JSON.createObjectNode().put("text_prompt", prompt), false);
    }

    /** @param withFile whether the job has an input file in the field image */
    public synchronized String submit(ObjectNode inputs, boolean withFile) {
        String id = "job-" + (jobs.size() + 1);
        jobs.put(id, new Job(id, inputs, withFile));
        waiting.add(id);
        notifyAll();
        return id;
    }

    public synchronized void order(String job, String order) {
        jobs.get(job).order = order;
    }

    /** As a reaper does: the lease ends, and the job waits again. */
    public synchronized void expire(String job) {
        Job expired = jobs.get(job);
        expired.lease = "";
        expired.status = "queued";
        waiting.addFirst(job);
        notifyAll();
    }

    public synchronized void refuseToken() {
        tokenValid = false;
    }

    /** As a server in simple mode: clients send no token. */
    public synchronized void needNoToken() {
        tokenNeeded = false;
    }

    public synchronized void drain() {
        drain = true;
    }

    /** The next calls of a path (such as {@code claim} or {@code complete}) have these answers. */
    public synchronized void fail(String path, Fault... next) {
        faults.computeIfAbsent(path, none -> new ArrayDeque<>()).addAll(List.of(next));
    }

    public synchronized String status(String job) {
        return jobs.get(job).status;
    }

    public synchronized int attempt(String job) {
        return jobs.get(job).attempt;
    }

    /** The body that ended the job's last attempt. */
    public synchronized JsonNode end(String job) {
        return jobs.get(job).end;
    }

    /** How often the job changed its state by complete or fail. */
    public synchronized int ends(String job) {
        return jobs.get(job).ends;
    }

    public synchronized byte[] file(String job, String name) {
        return jobs.get(job).files.get(name);
    }

    public synchronized List<Call> calls(String path) {
        return calls.stream().filter(call -> call.path().equals(path)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer = answer(exchange, body);
            if (answer.status() == 0) {
                return; // closed without an answer
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Answer answer(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/health")) {
            return Answer.json(200, JSON.createObjectNode());
        }
        if (path.equals("/api/v1/system/auth-status")) {
            return Answer.authStatus(tokenNeeded);
        }
        if (path.equals(API + "files/image.png")) {
            Fault fault = nextFault("download");
            return fault != null ? Answer.of(fault) : new Answer(200, Map.of(), INPUT);
        }
        String call = path.replaceFirst(API, "");
        String kind = call.replaceFirst("jobs/[^/]+/", "").replaceFirst("/.*", "");
        JsonNode json = kind.equals("files") ? JSON.createObjectNode().put("size", body.length) : JSON.readTree(body);
        calls.add(new Call(kind, json));
        notifyAll();
        Fault fault = nextFault(kind);
        if (fault != null && fault.status() != 0) {
            return Answer.of(fault);
        }
        String expected = tokenNeeded ? "Bearer " + TOKEN : null;
        if (!tokenValid
                || !Objects.equals(expected, exchange.getRequestHeaders().getFirst("Authorization"))) {
            return Answer.problem(401, "INVALID_TOKEN");
        }
        Answer right = carryOut(exchange, call, kind, json, body);
        return fault == null ? right : Answer.of(fault);
    }

    private Answer carryOut(HttpExchange exchange, String call, String kind, JsonNode json, byte[] body)
            throws InterruptedException {
        return switch (kind) {
            case "claim" -> claim(json);
            case "heartbeat" -> heartbeat(json);
            case "release" -> release(json);
            case "complete" -> complete(call.split("/")[1], json);
            case "fail" -> failed(call.split("/")[1], json);
            case "files" -> upload(exchange, call.split("/")[1], call.split("/")[3], body);
            default -> Answer.problem(404, "NOT_FOUND");
        };
    }

    private Fault nextFault(String kind) {
        Deque<Fault> next = faults.get(kind);
        return next == null ? null : next.poll();
    }

    private Answer claim(JsonNode request) throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        request.path("features").forEach(feature -> {
            if (!features.contains(feature.asText())) {
                wrong.add("features");
            }
        });
        int slots = request.path("slots").asInt();
        if (slots < 1 || slots > 32) {
            wrong.add("slots");
        }
        if (!wrong.isEmpty()) {
            return Answer.problem(422, "VALIDATION_FAILED", wrong.toArray(String[]::new));
        }
        long deadline = System.nanoTime() + request.path("wait_seconds").asLong() * 1_000_000_000L;
        boolean otherModels =
                request.has("models") && !request.path("models").toString().contains("some_model");
        while (waiting.isEmpty() && !drain && tokenValid && System.nanoTime() < deadline) {
            wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
        ObjectNode answer = JSON.createObjectNode().put("drain", drain);
        ArrayNode claimed = answer.putArray("jobs");
        while (!drain && !otherModels && claimed.size() < slots && !waiting.isEmpty()) {
            claimed.add(claimed(jobs.get(waiting.poll())));
        }
        return Answer.json(200, answer);
    }

    private ObjectNode claimed(Job job) {
        job.status = "processing";
        job.attempt++;
        job.lease = job.attempt + "-lease" + leases++;
        ObjectNode claimed = JSON.createObjectNode()
                .put("job_id", job.id)
                .put("lease", job.lease)
                .put("attempt", job.attempt)
                .put("feature", FEATURE)
                .put("model", "some_model")
                .put("timeout_seconds", 600)
                .put("user_id", "user_1");
        claimed.set("inputs", job.inputs);
        ArrayNode files = claimed.putArray("files");
        if (job.withFile) {
            files.addObject()
                    .put("field", "image")
                    .put("name", "my cat.png")
                    .put("url", "https://public.example.com" + API + "files/image.png?sig=x")
                    .put("size_bytes", INPUT.length);
        }
        return claimed;
    }

    private Answer heartbeat(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode().put("drain", drain);
        ArrayNode orders = answer.putArray("jobs");
        request.path("jobs").forEach(held -> {
            Job job = jobs.get(held.path("job_id").asText());
            boolean current = holds(job, held.path("lease").asText());
            orders.addObject().put("job_id", job.id).put("order", current ? job.order : "lost");
        });
        return Answer.json(200, answer);
    }

    private Answer release(JsonNode request) {
        int released = 0;
        for (JsonNode held : request.path("jobs")) {
            Job job = jobs.get(held.path("job_id").asText());
            if (holds(job, held.path("lease").asText())) {
                expire(job.id);
                released++;
            }
        }
        return Answer.json(200, JSON.createObjectNode().put("released", released));
    }

    private Answer complete(String id, JsonNode body) {
        Job job = jobs.get(id);
        if (!job.files.containsKey(body.path("result").asText())) {
            return Answer.problem(422, "VALIDATION_FAILED", "result");
        }
        return end(job, body, job.order.equals("cancel") ? "cancelled" : "completed");
    }

    private Answer failed(String id, JsonNode body) {
        Job job = jobs.get(id);
        boolean cancelled = job.order.equals("cancel");
        return end(job, body, cancelled ? "cancelled" : body.path("retryable").asBoolean() ? "retry" : "failed");
    }

    /** Again with the same lease, the same answer. */
    private Answer end(Job job, JsonNode body, String status) {
        if (!job.lease.equals(body.path("lease").asText())) {
            return Answer.problem(409, "LEASE_LOST");
        }
        if (job.status.equals("processing")) {
            job.status = status;
            job.end = body;
            job.ends++;
        }
        return Answer.json(200, JSON.createObjectNode().put("status", job.status));
    }

    private Answer upload(HttpExchange exchange, String id, String name, byte[] body) {
        Job job = jobs.get(id);
        if (!holds(job, exchange.getRequestURI().getQuery().replace("lease=", ""))) {
            return Answer.problem(409, "LEASE_LOST");
        }
        String digest = "sha-256=:" + Base64.getEncoder().encodeToString(Digests.sha256(body)) + ":";
        if (!digest.equals(exchange.getRequestHeaders().getFirst("Repr-Digest"))) {
            return Answer.problem(400, "DIGEST_MISMATCH");
        }
        job.files.put(name, body);
        return Answer.json(201, JSON.createObjectNode().put("name", name).put("size_bytes", body.length));
    }

    private static boolean holds(Job job, String lease) {
        return job.status.equals("processing") && job.lease.equals(lease);
    }
}
