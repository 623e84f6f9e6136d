package org.meshgate.accounts.admin.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.meshgate.accounts.dto.PublicUser;

/** One user. */
public record UserDetailsResponse(
        boolean success,
        PublicUser user,
        @JsonProperty("tokens_count") long tokensCount,
        @JsonProperty("jobs_count") long jobsCount) {}
