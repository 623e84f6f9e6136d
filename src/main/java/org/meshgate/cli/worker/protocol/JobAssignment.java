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
public record JobAssignment(
        String jobId,
        String lease,
        int attempt,
        String feature,
        String model,
        ObjectNode inputs,
        List<InputFile> files,
        Optional<Duration> timeout,
        Optional<String> userId) {

    private static final int MAX_ID = 128;

    /** A lease becomes part of a URL. */
    private static final Pattern LEASE = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    public JobAssignment {
        files = List.copyOf(files);
    }

    /**
     * Reads a member of a claim's answer.
     *
     * @return empty when it is no job that this worker can run; its lease ends by itself
     */
    static Optional<JobAssignment> of(JsonNode json) {
        String id = json.path("job_id").asText();
        String lease = json.path("lease").asText();
        boolean named = !id.isBlank() && id.length() <= MAX_ID && id.indexOf('\0') < 0;
        if (!named || !LEASE.matcher(lease).matches() || !json.path("inputs").isObject()) {
            return Optional.empty();
        }
        List<InputFile> files = new ArrayList<>();
        json.path("files").forEach(file -> files.add(InputFile.of(file)));
        long seconds = json.path("timeout_seconds").asLong();
        return Optional.of(new JobAssignment(
                id,
                lease,
                json.path("attempt").asInt(1),
                json.path("feature").asText(),
                json.path("model").asText(),
                (ObjectNode) json.get("inputs"),
                files,
                seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty(),
                Optional.ofNullable(json.path("user_id").textValue())));
    }
}
