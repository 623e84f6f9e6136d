package org.meshgate.webhooks.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;

/**
 * The attempts of a delivery so far, as stored in Redis.
 *
 * @param count number of attempts
 * @param delivered whether the last one succeeded
 * @param at when the last one began, in milliseconds since 1970
 * @param millis how long it took
 * @param status HTTP status of its answer; empty without an answer
 * @param failure why there was no answer, in words without secrets; empty with an answer
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AttemptSummary(
        int count, boolean delivered, long at, long millis, Optional<Integer> status, Optional<String> failure) {

    /** For Jackson, which passes null for absent fields. */
    public AttemptSummary {
        status = status == null ? Optional.empty() : status;
        failure = failure == null ? Optional.empty() : failure;
    }

    /** When the last attempt began. */
    public Instant time() {
        return Instant.ofEpochMilli(at);
    }
}
