package org.meshgate.usage.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;

/**
 * The usage of one day, feature, token or user.
 *
 * @param key the day such as 2026-01-31, the feature, or the id of the token or user; {@code other} for all that have no
 *     row of their own, {@code -} for jobs without an owner
 * @param jobs number of jobs that ended
 * @param failed those of them that failed
 * @param cancelled those that were cancelled, or deleted before their end
 * @param gpuSeconds from claim to end, of all attempts
 * @param resultBytes size of the results that workers sent
 */
public record UsageItem(
        String key,
        long jobs,
        long failed,
        long cancelled,
        @JsonProperty("gpu_seconds") BigDecimal gpuSeconds,
        @JsonProperty("result_bytes") long resultBytes) {}
