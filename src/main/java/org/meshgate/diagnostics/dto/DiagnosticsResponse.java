package org.meshgate.diagnostics.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/**
 * The state of an installation.
 *
 * @param checkedAt the time at which the checks began
 * @param ready whether all readiness checks are up
 */
public record DiagnosticsResponse(
        boolean success,
        @JsonProperty("checked_at") Instant checkedAt,
        boolean ready,
        List<ReadinessResult> readiness,
        List<CheckResult> checks) {}
