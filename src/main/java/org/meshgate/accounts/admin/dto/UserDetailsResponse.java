package org.meshgate.accounts.admin.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.meshgate.accounts.dto.PublicUser;

/** A user with the number of their tokens and jobs, and with their limits. */
public record UserDetailsResponse(
        boolean success,
        PublicUser user,
        @JsonProperty("tokens_count") long tokensCount,
        @JsonProperty("jobs_count") long jobsCount,
        UserLimitsInfo limits) {}
