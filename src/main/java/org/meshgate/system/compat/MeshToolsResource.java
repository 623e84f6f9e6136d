package org.meshgate.system.compat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AnyScope;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.model.Model;
import org.meshgate.catalog.rule.Field;
import org.meshgate.catalog.rule.ValueRule;
import org.meshgate.system.compat.dto.MaskConstraints;
import org.meshgate.system.compat.dto.MaskInfo;
import org.meshgate.system.compat.dto.MaskListResponse;
import org.meshgate.system.compat.dto.MeshFormatsResponse;
import org.meshgate.system.compat.dto.PackMethod;
import org.meshgate.system.compat.dto.PackMethodsResponse;
import org.meshgate.system.compat.dto.RetopologyModel;
import org.meshgate.system.compat.dto.RetopologyModelsResponse;
import org.meshgate.system.compat.dto.UnwrappingModel;
import org.meshgate.system.compat.dto.UnwrappingModelsResponse;

/**
 * The routes of 3DAIGC-API that clients use for the forms of their mesh tools: models, methods, formats and masks.
 * Models and methods are derived from the catalog; the formats are those of 3DAIGC-API. None of the routes uses Redis.
 */
@RegisterForReflection // for the Allow header
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
@AnyScope
public class MeshToolsResource {

    private static final String RETOPOLOGY = "mesh_retopology";
    private static final String UNWRAPPING = "uv_unwrapping";
    private static final String UNWRAP_ROUTE = "/api/v1/mesh-uv-unwrapping/unwrap-mesh";
    private static final String PACK_METHOD = "pack_method";

    /** The vertex count of a result, by the part of the model id that names it. */
    private static final Map<String, Integer> TARGET_VERTICES = Map.of("v1k", 1000, "v4k", 4000);

    private static final Map<String, String> PACK_METHODS =
            Map.of("blender", "Arranges the charts with the packer of Blender");

    private static final MeshFormatsResponse RETOPOLOGY_FORMATS =
            new MeshFormatsResponse(List.of("obj", "glb", "ply", "stl"), List.of("obj", "glb", "ply"));
    private static final MeshFormatsResponse UNWRAPPING_FORMATS =
            new MeshFormatsResponse(List.of("obj", "glb"), List.of("obj"));
    private static final MeshFormatsResponse SEGMENTATION_FORMATS =
            new MeshFormatsResponse(List.of("glb"), List.of("glb"));
    private static final MeshFormatsResponse RIGGING_FORMATS =
            new MeshFormatsResponse(List.of("obj", "glb", "fbx"), List.of("fbx", "glb"));

    private static final String CENTER = "x, y and z of the center";
    private static final String SIZE_RANGE = "0.1 to 5.0 for each of the three";

    private final Catalog catalog;

    MeshToolsResource(Catalog catalog) {
        this.catalog = catalog;
    }

    @GET
    @Path("/mesh-retopology/available-models")
    @Operation(operationId = "getRetopologyModels", summary = "The enabled models for retopology")
    public Uni<RetopologyModelsResponse> retopologyModels() {
        Map<String, RetopologyModel> details = new LinkedHashMap<>();
        ids(RETOPOLOGY).forEach(id -> details.put(id, retopologyModel(id)));
        return Uni.createFrom().item(new RetopologyModelsResponse(ids(RETOPOLOGY), details));
    }

    @GET
    @Path("/mesh-retopology/supported-formats")
    @Operation(operationId = "getRetopologyFormats", summary = "What retopology takes and makes")
    public Uni<MeshFormatsResponse> retopologyFormats() {
        return Uni.createFrom().item(RETOPOLOGY_FORMATS);
    }

    @GET
    @Path("/mesh-uv-unwrapping/available-models")
    @Operation(operationId = "getUnwrappingModels", summary = "The enabled models for UV unwrapping")
    public Uni<UnwrappingModelsResponse> unwrappingModels() {
        Map<String, UnwrappingModel> details = new LinkedHashMap<>();
        ids(UNWRAPPING).forEach(id -> details.put(id, new UnwrappingModel(title(id, UNWRAPPING) + ": UV unwrapping")));
        return Uni.createFrom().item(new UnwrappingModelsResponse(ids(UNWRAPPING), details));
    }

    @GET
    @Path("/mesh-uv-unwrapping/pack-methods")
    @Operation(operationId = "getPackMethods", summary = "What pack_method of a UV unwrapping job may be")
    public Uni<PackMethodsResponse> packMethods() {
        Map<String, PackMethod> methods = new LinkedHashMap<>();
        catalog.jobType(UNWRAP_ROUTE).map(MeshToolsResource::packMethods).orElseGet(List::of).stream()
                .map(JsonNode::asText)
                .forEach(name -> methods.put(name, new PackMethod(PACK_METHODS.getOrDefault(name, name))));
        return Uni.createFrom().item(new PackMethodsResponse(methods));
    }

    @GET
    @Path("/mesh-uv-unwrapping/supported-formats")
    @Operation(operationId = "getUnwrappingFormats", summary = "What UV unwrapping takes and makes")
    public Uni<MeshFormatsResponse> unwrappingFormats() {
        return Uni.createFrom().item(UNWRAPPING_FORMATS);
    }

    @GET
    @Path("/mesh-segmentation/supported-formats")
    @Operation(operationId = "getSegmentationFormats", summary = "What segmentation takes and makes")
    public Uni<MeshFormatsResponse> segmentationFormats() {
        return Uni.createFrom().item(SEGMENTATION_FORMATS);
    }

    @GET
    @Path("/auto-rigging/supported-formats")
    @Operation(operationId = "getRiggingFormats", summary = "What rigging takes and makes")
    public Uni<MeshFormatsResponse> riggingFormats() {
        return Uni.createFrom().item(RIGGING_FORMATS);
    }

    @GET
    @Path("/mesh-editing/supported-masks")
    @Operation(operationId = "getMasks", summary = "The masks of mesh editing")
    public Uni<MaskListResponse> masks() {
        Map<String, MaskInfo> masks = new LinkedHashMap<>();
        masks.put("bbox", mask("Bounding box", "dimensions", "width, height and depth, each above 0"));
        masks.put("ellipsoid", mask("Ellipsoid", "radii", "radii along x, y and z, each above 0"));
        return Uni.createFrom()
                .item(new MaskListResponse(
                        masks, new MaskConstraints("-10.0 to 10.0 for each of the three", SIZE_RANGE, SIZE_RANGE)));
    }

    private static MaskInfo mask(String name, String size, String meaning) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("center", CENTER);
        parameters.put(size, meaning);
        return new MaskInfo(name, parameters);
    }

    private static RetopologyModel retopologyModel(String id) {
        Optional<Integer> vertices = TARGET_VERTICES.entrySet().stream()
                .filter(target -> id.contains(target.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        String description = title(id, "retopology") + ": retopology"
                + vertices.map(number -> " to about " + number + " vertices").orElse("");
        return new RetopologyModel(description, vertices.orElse(null));
    }

    /** {@code Instant meshes} for {@code instant_meshes_retopology}. */
    private static String title(String id, String suffix) {
        String name = id.endsWith("_" + suffix) ? id.substring(0, id.length() - suffix.length() - 1) : id;
        return Character.toUpperCase(name.charAt(0)) + name.substring(1).replace('_', ' ');
    }

    private static List<JsonNode> packMethods(JobType type) {
        return Optional.ofNullable(type.fields().get(PACK_METHOD))
                .map(Field::rule)
                .map(rule -> rule instanceof ValueRule value ? value.allowed() : List.<JsonNode>of())
                .orElseGet(List::of);
    }

    private List<String> ids(String feature) {
        return catalog.enabledModels(feature).stream().map(Model::id).toList();
    }
}
