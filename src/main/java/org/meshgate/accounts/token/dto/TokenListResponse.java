package org.meshgate.accounts.token.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.accounts.dto.TokenInfo;

/** A page of the caller's tokens, newest first. */
@Schema(name = "TokenPage")
public record TokenListResponse(
        boolean success,
        List<TokenInfo> tokens,
        @JsonProperty("total_count") long totalCount) {}
