package org.meshgate.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A job as clients see it: the fields of 3DAIGC-API, times in UTC. Members that another program added to a record are shown
 * too; the server's paths to administrators only.
 */
@ApplicationScoped
class JobView {

    /** Those times whose day is told, too. */
    static final List<String> TIMES =
            List.of(StoredJob.CREATED, StoredJob.STARTED, StoredJob.COMPLETED, StoredJob.FAILED, "last_retry_at");

    private static final Set<String> ALL_TIMES =
            Stream.concat(TIMES.stream(), Stream.of(StoredJob.CANCELLED)).collect(Collectors.toUnmodifiableSet());

    /** What nobody but Meshgate and the scheduler's own code chooses: there is nothing to hide in it. */
    private static final Set<String> PLAIN = Set.of(
            StoredJob.ID,
            StoredJob.FEATURE,
            StoredJob.MODEL_PREFERENCE,
            StoredJob.MODEL_ID,
            StoredJob.PRIORITY,
            StoredJob.STATUS,
            StoredJob.OWNER,
            StoredJob.RETRIES);

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEFAULT_TIMEOUT_SECONDS = 3600;
    private static final int MOST_RETRIES = 4;

    private final JobJson json;
    private final JobFilesView files;
    private final WorkerPresence workers;

    JobView(JobJson json, JobFilesView files, WorkerPresence workers) {
        this.json = json;
        this.files = files;
        this.workers = workers;
    }

    /**
     * What an answer about a job is made of.
     *
     * @param files its files that are there
     * @param fileUrls absent when it has none
     * @param withPaths whether the server's paths are shown
     */
    record Material(
            StoredJob job, PresentFiles files, JobUrls urls, Optional<JobUrls.Files> fileUrls, boolean withPaths) {}

    /** The answer to "what is this job's status". */
    JobStatusDocument status(Material material) {
        return new JobStatusDocument(this, material);
    }

    /** What is told about a job that waits and that no worker takes. */
    Optional<String> note(StoredJob job) {
        return job.ahead().isPresent() ? workers.note() : Optional.empty();
    }

    /** A row of the history. */
    ObjectNode row(Material material) {
        StoredJob job = material.job();
        ObjectNode row = json.object();
        for (String field : List.of(
                StoredJob.ID, StoredJob.FEATURE, StoredJob.INPUTS, StoredJob.MODEL_PREFERENCE, StoredJob.PRIORITY)) {
            row.set(field, shown(job, field, material.withPaths()));
        }
        row.put(StoredJob.ID, job.id());
        row.put("timeout_seconds", job.fields().path("timeout_seconds").asInt(DEFAULT_TIMEOUT_SECONDS));
        row.set(StoredJob.OWNER, shown(job, StoredJob.OWNER, true));
        row.set(StoredJob.STATUS, shown(job, StoredJob.STATUS, true));
        row.put("progress", progress(job));
        row.set("assigned_model", shown(job, StoredJob.MODEL_ID, true));
        for (String field : List.of(StoredJob.CREATED, StoredJob.STARTED)) {
            row.set(field, shown(job, field, true));
        }
        row.set(StoredJob.COMPLETED, ended(job));
        ObjectNode urls = json.object();
        files.urls(material, urls);
        row.set("result", urls.isEmpty() ? urls.nullNode() : urls);
        row.set(StoredJob.ERROR, shown(job, StoredJob.ERROR, material.withPaths()));
        row.set(StoredJob.METADATA, shown(job, StoredJob.METADATA, material.withPaths()));
        row.put(StoredJob.RETRIES, job.fields().path(StoredJob.RETRIES).asInt(0));
        row.put("max_retries", job.fields().path("max_retries").asInt(MOST_RETRIES));
        row.set("last_retry_at", shown(job, "last_retry_at", true));
        row.set("retry_reason", shown(job, "retry_reason", material.withPaths()));
        files.rowUrls(material, row);
        row.set("processing_time", processingTime(job));
        addDays(job, row);
        files.inputUrl(material, row);
        return row;
    }

    /** The rows of 3DAIGC-API have one time for every end. */
    private JsonNode ended(StoredJob job) {
        return Stream.of(StoredJob.COMPLETED, StoredJob.FAILED, StoredJob.CANCELLED)
                .map(field -> shown(job, field, true))
                .filter(time -> !time.isNull())
                .findFirst()
                .orElseGet(() -> NODES.nullNode());
    }

    /** What is told of a result before it is fetched. */
    ObjectNode info(Material material) {
        StoredJob job = material.job();
        ObjectNode info = json.object().put(StoredJob.ID, job.id()).put(StoredJob.STATUS, job.statusText());
        if (job.result().isEmpty()) {
            return info.put("has_result", false).put("message", "No result available");
        }
        ObjectNode result = job.result().get();
        info.put("has_result", true);
        info.set(StoredJob.CREATED, shown(job, StoredJob.CREATED, true));
        info.set(StoredJob.COMPLETED, shown(job, StoredJob.COMPLETED, true));
        info.set("processing_time", processingTime(job));
        files.describeMain(material, info.putObject("file_info"));
        info.set("generation_info", shownResult(result.path("generation_info"), material.withPaths()));
        info.set("result_metadata", shownResult(result, material.withPaths()));
        files.info(material, info);
        return info;
    }

    /** What a result says of how it was made; null when it says nothing. */
    JsonNode generationInfo(StoredJob job, boolean withPaths) {
        return job.result()
                .map(result -> shownResult(result.path("generation_info"), withPaths))
                .orElseGet(() -> json.object().nullNode());
    }

    private JsonNode shown(StoredJob job, String field, boolean withPaths) {
        JsonNode value = job.fields().path(field);
        return value.isMissingNode() ? NODES.nullNode() : value(job, field, value, withPaths);
    }

    /** A member of a record as it is shown. */
    JsonNode value(StoredJob job, String field, JsonNode value, boolean withPaths) {
        if (PLAIN.contains(field)) {
            return value;
        }
        if (ALL_TIMES.contains(field)) {
            return JobTimes.isOurs(value.asText())
                    ? value
                    : job.time(field)
                            .<JsonNode>map(time -> NODES.textNode(JobTimes.write(time)))
                            .orElse(value);
        }
        return switch (field) {
            case StoredJob.INPUTS, StoredJob.METADATA -> {
                JsonNode object =
                        value.isObject() ? value : json.shared(value.asText()).orElseGet(json::object);
                yield withPaths ? object : ServerPaths.namesHiddenIn(object);
            }
            case StoredJob.ERROR, "retry_reason" ->
                withPaths || !value.isTextual() ? value : NODES.textNode(ServerPaths.hiddenIn(value.asText()));
            default -> withPaths ? value : ServerPaths.hiddenIn(value);
        };
    }

    /** The result, once the job has completed. */
    Optional<ObjectNode> result(Material material) {
        StoredJob job = material.job();
        return job.result()
                .filter(result ->
                        job.status().filter(JobStatus.COMPLETED::equals).isPresent())
                .map(result -> {
                    ObjectNode shown = (ObjectNode) shownResult(result, material.withPaths());
                    files.result(material, shown);
                    return shown;
                });
    }

    /** What is told of the image that the job was given. */
    ObjectNode input(Material material) {
        ObjectNode input = json.object();
        files.input(material, input);
        return input;
    }

    private static JsonNode shownResult(JsonNode result, boolean withPaths) {
        if (result.isMissingNode()) {
            return com.fasterxml.jackson.databind.node.NullNode.getInstance();
        }
        JsonNode shown = withPaths ? result.deepCopy() : ServerPaths.hiddenIn(result);
        if (shown instanceof ObjectNode object) {
            object.remove(JobFilesView.OF_RESULT); // only Meshgate says where files are
        }
        return shown;
    }

    private static JsonNode processingTime(StoredJob job) {
        return job.time(StoredJob.STARTED)
                .flatMap(started ->
                        job.time(StoredJob.COMPLETED).map(completed -> java.time.Duration.between(started, completed)))
                .<JsonNode>map(taken -> NODES.numberNode(BigDecimal.valueOf(taken.toMillis(), 3)))
                .orElseGet(() -> NODES.nullNode());
    }

    static double progress(StoredJob job) {
        return job.status().filter(JobStatus.COMPLETED::equals).isPresent()
                ? 1.0
                : job.progress().orElse(0.0);
    }

    /** The days that 3DAIGC-API adds for people, of the times as the row shows them; here in UTC like every time. */
    private static void addDays(StoredJob job, ObjectNode row) {
        for (String field : TIMES) {
            String shown = row.path(field).asText(job.fields().path(field).asText());
            row.put(field + "_date", day(job, field, shown).orElse(null));
        }
        row.put("timezone", "UTC");
    }

    /** The day of one of the {@link #TIMES}. */
    static Optional<String> day(StoredJob job, String field) {
        return day(job, field, job.fields().path(field).asText());
    }

    private static Optional<String> day(StoredJob job, String field, String text) {
        return JobTimes.isOurs(text)
                ? Optional.of(JobTimes.dayOfOurs(text))
                : job.time(field).map(JobTimes::day);
    }
}
