package org.meshgate.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AnyScope;
import org.meshgate.catalog.Catalog;

/**
 * Model adapters in the memory of the API process: none, as in 3DAIGC-API where the scheduler is a process of its own. The
 * models that jobs may name are those of {@link ModelsResource}.
 */
@RegisterForReflection // for the Allow header
@Path("/") // like SystemResource: a longer path here would hide the routes of that one
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
@AnyScope
public class AdaptersResource {

    private static final Adapters.ByStatus NONE = new Adapters.ByStatus(0, 0, 0, 0);

    private final Catalog catalog;

    AdaptersResource(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Loaded adapters.
     *
     * @param adapters always empty: workers load models, this program loads none
     * @param byFeature from feature to the number of its enabled models
     */
    public record Adapters(
            List<Adapter> adapters,
            @JsonProperty("total_count") int totalCount,
            @JsonProperty("by_feature") Map<String, Integer> byFeature,
            @JsonProperty("by_status") ByStatus byStatus) {

        /** How many adapters there are in each state. */
        @Schema(name = "AdaptersByStatus")
        public record ByStatus(int loaded, int unloaded, int loading, int error) {}
    }

    /**
     * A loaded adapter.
     *
     * @param vramRequirement GPU memory, in MiB
     */
    public record Adapter(
            @JsonProperty("model_id") String modelId,
            @JsonProperty("feature_type") String featureType,
            String status,
            @JsonProperty("vram_requirement") int vramRequirement,
            @JsonProperty("processing_count") int processingCount,
            @JsonProperty("supported_formats") Map<String, List<String>> supportedFormats) {}

    /**
     * Loaded adapters by feature.
     *
     * @param features always empty, like {@link Adapters#adapters()}
     */
    public record AdaptersByFeature(
            Map<String, List<FeatureAdapter>> features,
            @JsonProperty("total_adapters") int totalAdapters,
            @JsonProperty("total_features") int totalFeatures) {}

    /** A loaded adapter, below its feature. */
    public record FeatureAdapter(
            @JsonProperty("model_id") String modelId,
            String status,
            @JsonProperty("vram_requirement") int vramRequirement,
            @JsonProperty("supported_formats") Map<String, List<String>> supportedFormats) {}

    @GET
    @Path("api/v1/system/adapters")
    @Operation(
            operationId = "getAdapters",
            summary = "Model adapters that this process has loaded",
            description = "There are none: workers load models. `by_feature` counts the enabled models.")
    public Uni<Adapters> adapters() {
        Map<String, Integer> models = new LinkedHashMap<>();
        catalog.features()
                .forEach(feature ->
                        models.put(feature, catalog.enabledModels(feature).size()));
        return Uni.createFrom().item(new Adapters(List.of(), 0, models, NONE));
    }

    @GET
    @Path("api/v1/system/available-adapters")
    @Operation(
            operationId = "getAvailableAdapters",
            summary = "Model adapters that this process has loaded, by feature",
            description = "There are none: workers load models. `/api/v1/system/models` lists the enabled models.")
    public Uni<AdaptersByFeature> availableAdapters() {
        return Uni.createFrom().item(new AdaptersByFeature(Map.of(), 0, 0));
    }
}
