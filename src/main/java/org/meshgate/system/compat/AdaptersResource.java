package org.meshgate.system.compat;

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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AnyScope;
import org.meshgate.catalog.Catalog;
import org.meshgate.system.compat.dto.AdapterListResponse;
import org.meshgate.system.compat.dto.AdaptersByFeatureResponse;
import org.meshgate.system.models.ModelsResource;

/**
 * The routes of model adapters in the API process: always none, as in 3DAIGC-API with a separate scheduler process.
 * {@link ModelsResource} lists the models that jobs may name.
 */
@RegisterForReflection // for the Allow header
@Path("/api/v1/system")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
@AnyScope
public class AdaptersResource {

    private static final AdapterListResponse.ByStatus NONE = new AdapterListResponse.ByStatus(0, 0, 0, 0);

    private final Catalog catalog;

    AdaptersResource(Catalog catalog) {
        this.catalog = catalog;
    }

    @GET
    @Path("/adapters")
    @Operation(
            operationId = "getAdapters",
            summary = "Model adapters that this process has loaded",
            description = "There are none: workers load models. `by_feature` counts the enabled models.")
    public Uni<AdapterListResponse> adapters() {
        Map<String, Integer> models = new LinkedHashMap<>();
        catalog.features()
                .forEach(feature ->
                        models.put(feature, catalog.enabledModels(feature).size()));
        return Uni.createFrom().item(new AdapterListResponse(List.of(), 0, models, NONE));
    }

    @GET
    @Path("/available-adapters")
    @Operation(
            operationId = "getAvailableAdapters",
            summary = "Model adapters that this process has loaded, by feature",
            description = "There are none: workers load models. `/api/v1/system/models` lists the enabled models.")
    public Uni<AdaptersByFeatureResponse> availableAdapters() {
        return Uni.createFrom().item(new AdaptersByFeatureResponse(Map.of(), 0, 0));
    }
}
