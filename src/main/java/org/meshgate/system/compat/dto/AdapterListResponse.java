package org.meshgate.system.compat.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Loaded adapters.
 *
 * @param adapters always empty: workers load models, this program loads none
 * @param byFeature the number of enabled models by feature
 */
public record AdapterListResponse(
        List<AdapterInfo> adapters,
        @JsonProperty("total_count") int totalCount,
        @JsonProperty("by_feature") Map<String, Integer> byFeature,
        @JsonProperty("by_status") ByStatus byStatus) {

    /** The number of adapters by state. */
    @Schema(name = "AdaptersByStatus")
    public record ByStatus(int loaded, int unloaded, int loading, int error) {}
}
