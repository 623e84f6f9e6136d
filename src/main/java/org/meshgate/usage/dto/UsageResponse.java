package org.meshgate.usage.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * The usage of a range of days, in UTC.
 *
 * @param from first day
 * @param to last day
 * @param by what the items stand for: {@code day}, {@code feature}, {@code token} or {@code user}
 * @param userId whose usage it is; {@code -} for that of jobs without an owner, null for that of the whole server
 * @param items each day, or the others with the most GPU seconds first
 * @param total of the range, also of what has no item; its key is {@code total}
 */
public record UsageResponse(
        boolean success,
        String from,
        String to,
        String by,
        @JsonProperty("user_id") Optional<String> userId,
        List<UsageItem> items,
        UsageItem total) {}
