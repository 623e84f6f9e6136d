package org.meshgate.jobs.view;

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
import org.meshgate.jobs.queue.WorkerPresence;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.jobs.record.RecordPathRedactor;
import org.meshgate.jobs.results.PresentFiles;

/**
 * A job as clients see it: the fields of 3DAIGC-API, times in UTC. Members that another program added to a record are shown
 * too; the server's paths to administrators only.
 */
@ApplicationScoped
public class JobView {

    /** Those times whose day is told, too. */
    static final List<String> TIMES =
            List.of(JobRecord.CREATED, JobRecord.STARTED, JobRecord.COMPLETED, JobRecord.FAILED, "last_retry_at");

    private static final Set<String> ALL_TIMES =
            Stream.concat(TIMES.stream(), Stream.of(JobRecord.CANCELLED)).collect(Collectors.toUnmodifiableSet());

    /** What nobody but Meshgate and the scheduler's own code chooses: there is nothing to hide in it. */
    private static final Set<String> PLAIN = Set.of(
            JobRecord.ID,
            JobRecord.FEATURE,
            JobRecord.MODEL_PREFERENCE,
            JobRecord.MODEL_ID,
            JobRecord.PRIORITY,
            JobRecord.STATUS,
            JobRecord.OWNER,
            JobRecord.RETRIES);

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEFAULT_TIMEOUT_SECONDS = 3600;
    private static final int MAX_RETRIES = 4;

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
    public record JobViewContext(
            JobRecord job, PresentFiles files, JobUrls urls, Optional<JobUrls.Files> fileUrls, boolean withPaths) {}

    /** The answer to "what is this job's status". */
    public JobStatusDocument status(JobViewContext material) {
        return new JobStatusDocument(this, material);
    }

    /** What is told about a job that waits and that no worker takes. */
    Optional<String> note(JobRecord job) {
        return job.ahead().isPresent() ? workers.note() : Optional.empty();
    }

    /** A row of the history. */
    public ObjectNode row(JobViewContext material) {
        JobRecord job = material.job();
        ObjectNode row = json.object();
        for (String field : List.of(
                JobRecord.ID, JobRecord.FEATURE, JobRecord.INPUTS, JobRecord.MODEL_PREFERENCE, JobRecord.PRIORITY)) {
            row.set(field, shown(job, field, material.withPaths()));
        }
        row.put(JobRecord.ID, job.id());
        row.put("timeout_seconds", job.fields().path("timeout_seconds").asInt(DEFAULT_TIMEOUT_SECONDS));
        row.set(JobRecord.OWNER, shown(job, JobRecord.OWNER, true));
        row.set(JobRecord.STATUS, shown(job, JobRecord.STATUS, true));
        row.put("progress", progress(job));
        row.set("assigned_model", shown(job, JobRecord.MODEL_ID, true));
        for (String field : List.of(JobRecord.CREATED, JobRecord.STARTED)) {
            row.set(field, shown(job, field, true));
        }
        row.set(JobRecord.COMPLETED, ended(job));
        ObjectNode urls = json.object();
        files.urls(material, urls);
        row.set("result", urls.isEmpty() ? urls.nullNode() : urls);
        row.set(JobRecord.ERROR, shown(job, JobRecord.ERROR, material.withPaths()));
        row.set(JobRecord.METADATA, shown(job, JobRecord.METADATA, material.withPaths()));
        row.put(JobRecord.RETRIES, job.fields().path(JobRecord.RETRIES).asInt(0));
        row.put("max_retries", job.fields().path("max_retries").asInt(MAX_RETRIES));
        row.set("last_retry_at", shown(job, "last_retry_at", true));
        row.set("retry_reason", shown(job, "retry_reason", material.withPaths()));
        files.rowUrls(material, row);
        row.set("processing_time", processingTime(job));
        addDays(job, row);
        files.inputUrl(material, row);
        return row;
    }

    /** The rows of 3DAIGC-API have one time for every end. */
    private JsonNode ended(JobRecord job) {
        return Stream.of(JobRecord.COMPLETED, JobRecord.FAILED, JobRecord.CANCELLED)
                .map(field -> shown(job, field, true))
                .filter(time -> !time.isNull())
                .findFirst()
                .orElseGet(() -> NODES.nullNode());
    }

    /** What is told of a result before it is fetched. */
    public ObjectNode info(JobViewContext material) {
        JobRecord job = material.job();
        ObjectNode info = json.object().put(JobRecord.ID, job.id()).put(JobRecord.STATUS, job.statusText());
        if (job.result().isEmpty()) {
            return info.put("has_result", false).put("message", "No result available");
        }
        ObjectNode result = job.result().get();
        info.put("has_result", true);
        info.set(JobRecord.CREATED, shown(job, JobRecord.CREATED, true));
        info.set(JobRecord.COMPLETED, shown(job, JobRecord.COMPLETED, true));
        info.set("processing_time", processingTime(job));
        files.describeMain(material, info.putObject("file_info"));
        info.set("generation_info", shownResult(result.path("generation_info"), material.withPaths()));
        info.set("result_metadata", shownResult(result, material.withPaths()));
        files.info(material, info);
        return info;
    }

    /** What a result says of how it was made; null when it says nothing. */
    public JsonNode generationInfo(JobRecord job, boolean withPaths) {
        return job.result()
                .map(result -> shownResult(result.path("generation_info"), withPaths))
                .orElseGet(() -> json.object().nullNode());
    }

    private JsonNode shown(JobRecord job, String field, boolean withPaths) {
        JsonNode value = job.fields().path(field);
        return value.isMissingNode() ? NODES.nullNode() : value(job, field, value, withPaths);
    }

    /** A member of a record as it is shown. */
    JsonNode value(JobRecord job, String field, JsonNode value, boolean withPaths) {
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
            case JobRecord.INPUTS, JobRecord.METADATA -> {
                JsonNode object =
                        value.isObject() ? value : json.shared(value.asText()).orElseGet(json::object);
                yield withPaths ? object : RecordPathRedactor.namesHiddenIn(object);
            }
            case JobRecord.ERROR, "retry_reason" ->
                withPaths || !value.isTextual() ? value : NODES.textNode(RecordPathRedactor.hiddenIn(value.asText()));
            default -> withPaths ? value : RecordPathRedactor.hiddenIn(value);
        };
    }

    /** The result, once the job has completed. */
    Optional<ObjectNode> result(JobViewContext material) {
        JobRecord job = material.job();
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
    ObjectNode input(JobViewContext material) {
        ObjectNode input = json.object();
        files.input(material, input);
        return input;
    }

    private static JsonNode shownResult(JsonNode result, boolean withPaths) {
        if (result.isMissingNode()) {
            return com.fasterxml.jackson.databind.node.NullNode.getInstance();
        }
        JsonNode shown = withPaths ? result.deepCopy() : RecordPathRedactor.hiddenIn(result);
        if (shown instanceof ObjectNode object) {
            object.remove(JobFilesView.OF_RESULT); // only Meshgate says where files are
        }
        return shown;
    }

    private static JsonNode processingTime(JobRecord job) {
        return job.time(JobRecord.STARTED)
                .flatMap(started ->
                        job.time(JobRecord.COMPLETED).map(completed -> java.time.Duration.between(started, completed)))
                .<JsonNode>map(taken -> NODES.numberNode(BigDecimal.valueOf(taken.toMillis(), 3)))
                .orElseGet(() -> NODES.nullNode());
    }

    static double progress(JobRecord job) {
        return job.status().filter(JobStatus.COMPLETED::equals).isPresent()
                ? 1.0
                : job.progress().orElse(0.0);
    }

    /** The days that 3DAIGC-API adds for people, of the times as the row shows them; here in UTC like every time. */
    private static void addDays(JobRecord job, ObjectNode row) {
        for (String field : TIMES) {
            String shown = row.path(field).asText(job.fields().path(field).asText());
            row.put(field + "_date", day(job, field, shown).orElse(null));
        }
        row.put("timezone", "UTC");
    }

    /** The day of one of the {@link #TIMES}. */
    static Optional<String> day(JobRecord job, String field) {
        return day(job, field, job.fields().path(field).asText());
    }

    private static Optional<String> day(JobRecord job, String field, String text) {
        return JobTimes.isOurs(text)
                ? Optional.of(JobTimes.dayOfOurs(text))
                : job.time(field).map(JobTimes::day);
    }
}
