package org.meshgate.system.host.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The number of models. Only {@code available}, the enabled ones, is known here; workers load them, the others are 0.
 */
@Schema(name = "ModelCounts")
public record ModelCounts(
        int loaded,
        int available,
        @JsonProperty("total_vram_used") int vramUsed) {}
