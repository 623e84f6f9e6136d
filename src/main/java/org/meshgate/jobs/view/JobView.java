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
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.jobs.record.RecordPathRedactor;
import org.meshgate.jobs.results.PresentFiles;
import org.meshgate.jobs.statistics.WorkerPresence;

/**
 * Maps jobs to responses: the fields of 3DAIGC-API, with times in UTC. Unknown members of a record are kept. Only
 * administrators see paths of the server.
 */
@ApplicationScoped
public class JobView {

    /** Times for which the response has the date as well. */
    static final List<String> TIMES =
            List.of(JobRecord.CREATED, JobRecord.STARTED, JobRecord.COMPLETED, JobRecord.FAILED, "last_retry_at");

    private static final Set<String> ALL_TIMES =
            Stream.concat(TIMES.stream(), Stream.of(JobRecord.CANCELLED)).collect(Collectors.toUnmodifiableSet());

    /** Members that only Meshgate and the scheduler write, so that they contain no paths. */
    private static final Set<String> WITHOUT_PATHS = Set.of(
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
     * The input of a response about a job.
     *
     * @param files the files that exist
     * @param fileUrls absent when the job has no files
     * @param withPaths whether paths of the server are shown
     */
    public record JobViewContext(
            JobRecord job, PresentFiles files, JobUrls urls, Optional<JobUrls.Files> fileUrls, boolean withPaths) {}

    /** The status of a job. */
    public JobStatusDocument status(JobViewContext context) {
        return new JobStatusDocument(this, context);
    }

    /** The note for a waiting job when no worker is known. */
    Optional<String> note(JobRecord job) {
        return job.ahead().isPresent() ? workers.note() : Optional.empty();
    }

    /** A row of the history. */
    public ObjectNode row(JobViewContext context) {
        JobRecord job = context.job();
        ObjectNode row = json.object();
        for (String field : List.of(
                JobRecord.ID, JobRecord.FEATURE, JobRecord.INPUTS, JobRecord.MODEL_PREFERENCE, JobRecord.PRIORITY)) {
            row.set(field, shown(job, field, context.withPaths()));
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
        files.urls(context, urls);
        row.set("result", urls.isEmpty() ? urls.nullNode() : urls);
        row.set(JobRecord.ERROR, shown(job, JobRecord.ERROR, context.withPaths()));
        row.set(JobRecord.METADATA, shown(job, JobRecord.METADATA, context.withPaths()));
        row.put(JobRecord.RETRIES, job.fields().path(JobRecord.RETRIES).asInt(0));
        row.put("max_retries", job.fields().path("max_retries").asInt(MAX_RETRIES));
        row.set("last_retry_at", shown(job, "last_retry_at", true));
        row.set("retry_reason", shown(job, "retry_reason", context.withPaths()));
        files.rowUrls(context, row);
        row.set("processing_time", processingTime(job));
        addDates(job, row);
        files.inputUrl(context, row);
        return row;
    }

    /** Rows of 3DAIGC-API have one member for the end time of every kind. */
    private JsonNode ended(JobRecord job) {
        return Stream.of(JobRecord.COMPLETED, JobRecord.FAILED, JobRecord.CANCELLED)
                .map(field -> shown(job, field, true))
                .filter(time -> !time.isNull())
                .findFirst()
                .orElseGet(() -> NODES.nullNode());
    }

    /** Information about a result and its main file. */
    public ObjectNode info(JobViewContext context) {
        JobRecord job = context.job();
        ObjectNode info = json.object().put(JobRecord.ID, job.id()).put(JobRecord.STATUS, job.statusText());
        if (job.result().isEmpty()) {
            return info.put("has_result", false).put("message", "No result available");
        }
        ObjectNode result = job.result().get();
        info.put("has_result", true);
        info.set(JobRecord.CREATED, shown(job, JobRecord.CREATED, true));
        info.set(JobRecord.COMPLETED, shown(job, JobRecord.COMPLETED, true));
        info.set("processing_time", processingTime(job));
        files.describeMain(context, info.putObject("file_info"));
        info.set("generation_info", shownResult(result.path("generation_info"), context.withPaths()));
        info.set("result_metadata", shownResult(result, context.withPaths()));
        files.info(context, info);
        return info;
    }

    /** The generation information of a result; null when there is none. */
    public JsonNode generationInfo(JobRecord job, boolean withPaths) {
        return job.result()
                .map(result -> shownResult(result.path("generation_info"), withPaths))
                .orElseGet(() -> json.object().nullNode());
    }

    private JsonNode shown(JobRecord job, String field, boolean withPaths) {
        JsonNode value = job.fields().path(field);
        return value.isMissingNode() ? NODES.nullNode() : value(job, field, value, withPaths);
    }

    /** A member of a record as clients see it. */
    JsonNode value(JobRecord job, String field, JsonNode value, boolean withPaths) {
        if (WITHOUT_PATHS.contains(field)) {
            return value;
        }
        if (ALL_TIMES.contains(field)) {
            return JobTimes.isCanonical(value.asText())
                    ? value
                    : job.time(field)
                            .<JsonNode>map(time -> NODES.textNode(JobTimes.write(time)))
                            .orElse(value);
        }
        return switch (field) {
            case JobRecord.INPUTS, JobRecord.METADATA -> {
                JsonNode object =
                        value.isObject() ? value : json.shared(value.asText()).orElseGet(json::object);
                yield withPaths ? object : RecordPathRedactor.withoutPathMembers(object);
            }
            case JobRecord.ERROR, "retry_reason" ->
                withPaths || !value.isTextual() ? value : NODES.textNode(RecordPathRedactor.redact(value.asText()));
            default -> withPaths ? value : RecordPathRedactor.redact(value);
        };
    }

    /** The result as clients see it, once the job has completed. */
    Optional<ObjectNode> result(JobViewContext context) {
        JobRecord job = context.job();
        return job.result()
                .filter(result ->
                        job.status().filter(JobStatus.COMPLETED::equals).isPresent())
                .map(result -> {
                    ObjectNode shown = (ObjectNode) shownResult(result, context.withPaths());
                    files.result(context, shown);
                    return shown;
                });
    }

    /** The members about the input image. */
    ObjectNode input(JobViewContext context) {
        ObjectNode input = json.object();
        files.input(context, input);
        return input;
    }

    private static JsonNode shownResult(JsonNode result, boolean withPaths) {
        if (result.isMissingNode()) {
            return NODES.nullNode();
        }
        JsonNode shown = withPaths ? result.deepCopy() : RecordPathRedactor.redact(result);
        if (shown instanceof ObjectNode object) {
            object.remove(JobFilesView.RESULT_MEMBERS); // only Meshgate makes the URLs of files
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

    /** Adds the dates that 3DAIGC-API has next to times, in UTC like all times. */
    private static void addDates(JobRecord job, ObjectNode row) {
        for (String field : TIMES) {
            String shown = row.path(field).asText(job.fields().path(field).asText());
            row.put(field + "_date", date(job, field, shown).orElse(null));
        }
        row.put("timezone", "UTC");
    }

    /** The date of one of the {@link #TIMES}. */
    static Optional<String> date(JobRecord job, String field) {
        return date(job, field, job.fields().path(field).asText());
    }

    private static Optional<String> date(JobRecord job, String field, String text) {
        return JobTimes.isCanonical(text)
                ? Optional.of(JobTimes.dayOfCanonical(text))
                : job.time(field).map(JobTimes::day);
    }
}
