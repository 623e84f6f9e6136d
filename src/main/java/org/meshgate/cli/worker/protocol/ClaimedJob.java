package org.meshgate.cli.worker.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A job that this worker holds.
 *
 * @param lease the fencing token of this attempt; a secret between worker and server
 * @param attempt from 1, raised at each claim
 * @param inputs as submitted, without paths of the server
 * @param files the input files
 * @param timeout the server's limit for the job
 * @param userId the owner
 */
public record ClaimedJob(
        String jobId,
        String lease,
        int attempt,
        String feature,
        String model,
        ObjectNode inputs,
        List<InputFile> files,
        Optional<Duration> timeout,
        Optional<String> userId) {

    /** An id becomes part of paths and folder names. */
    private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    public ClaimedJob {
        files = List.copyOf(files);
    }

    /**
     * Reads a member of a claim's answer.
     *
     * @throws IllegalArgumentException when it is not a job
     */
    static ClaimedJob of(JsonNode json) {
        String id = json.path("job_id").asText();
        String lease = json.path("lease").asText();
        if (!SAFE_ID.matcher(id).matches()
                || lease.isEmpty()
                || !json.path("inputs").isObject()) {
            throw new IllegalArgumentException("a claimed job without job_id, lease or inputs");
        }
        List<InputFile> files = new ArrayList<>();
        json.path("files").forEach(file -> files.add(InputFile.of(file)));
        long seconds = json.path("timeout_seconds").asLong();
        return new ClaimedJob(
                id,
                lease,
                json.path("attempt").asInt(1),
                json.path("feature").asText(),
                json.path("model").asText(),
                (ObjectNode) json.get("inputs"),
                files,
                seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty(),
                Optional.ofNullable(json.path("user_id").textValue()));
    }
}
