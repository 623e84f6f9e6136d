package org.meshgate.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.meshgate.caller.AnyScope;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.Model;
import org.meshgate.catalog.Parameter;
import org.meshgate.problem.FeatureNotFoundException;
import org.meshgate.problem.ModelNotFoundException;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;

/** Which models there are, what they do, and what can be set for them. None of the routes touches Redis. */
@RegisterForReflection // for the Allow header
@Path("/") // like SystemResource: a longer path here would hide the routes of that one
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
@AnyScope
public class ModelsResource {

    private final Catalog catalog;
    private final Clock clock;

    ModelsResource(Catalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /** Two forms, as 3DAIGC-API has them: of all features, or of one. */
    public sealed interface Models {}

    /**
     * The enabled models of all features.
     *
     * @param availableModels from feature to model ids; the first is taken when a job names none
     */
    @RegisterForReflection // behind an interface
    public record AllModels(
            @JsonProperty("available_models") Map<String, List<String>> availableModels,
            @JsonProperty("total_features") int totalFeatures,
            @JsonProperty("total_models") int totalModels)
            implements Models {}

    /** The enabled models of one feature. */
    @RegisterForReflection // behind an interface
    public record ModelsOfFeature(String feature, List<String> models) implements Models {}

    /** All features. */
    public record AllFeatures(
            List<FeatureInfo> features,
            @JsonProperty("total_features") int totalFeatures) {}

    /** One feature and its enabled models. */
    public record FeatureInfo(
            String name, @JsonProperty("model_count") int modelCount, List<String> models) {}

    /**
     * What can be set for a model.
     *
     * @param vramRequirement GPU memory of one worker, in MiB
     */
    public record ModelInfo(
            @JsonProperty("model_id") String modelId,
            @JsonProperty("feature_type") String featureType,
            @JsonProperty("vram_requirement") int vramRequirement,
            ModelSchema schema,
            Instant timestamp) {}

    /** What {@code model_parameters} may have, by name. */
    public record ModelSchema(Map<String, ParameterInfo> parameters) {}

    /**
     * What one parameter may be. What does not apply is left out; a {@code default} of null means that the worker chooses.
     *
     * @param type string, integer, number, boolean, array or object
     */
    public record ParameterInfo(
            String type,

            @JsonProperty("default") @Schema(implementation = Object.class)
            Optional<JsonNode> defaultValue,

            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<BigDecimal> minimum,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<BigDecimal> maximum,

            @JsonProperty("enum") @JsonInclude(JsonInclude.Include.NON_EMPTY) @Schema(implementation = Object[].class)
            List<JsonNode> allowed,

            boolean required) {}

    @GET
    @Path("api/v1/system/models")
    @ProblemResponses(ProblemType.FEATURE_NOT_FOUND)
    @Operation(
            operationId = "listModels",
            summary = "The enabled models by feature, or those of one feature",
            description = "An unknown feature is 404.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(oneOf = {AllModels.class, ModelsOfFeature.class})))
    public Uni<Models> models(@RestQuery Optional<String> feature) {
        return Uni.createFrom()
                .item(feature.filter(name -> !name.isBlank())
                        .<Models>map(this::ofFeature)
                        .orElseGet(this::all));
    }

    @GET
    @Path("api/v1/system/features")
    @Operation(operationId = "listFeatures", summary = "All features and their enabled models")
    public Uni<AllFeatures> features() {
        List<FeatureInfo> features = catalog.features().stream()
                .map(name -> new FeatureInfo(name, ids(name).size(), ids(name)))
                .toList();
        return Uni.createFrom().item(new AllFeatures(features, features.size()));
    }

    @GET
    @Path("api/v1/system/models/{model_id}/parameters")
    @Operation(operationId = "getModelParameters", summary = "What model_parameters may have for an enabled model")
    public Uni<ModelInfo> parameters(@PathParam("model_id") String modelId) {
        Model model = catalog.model(modelId).filter(Model::enabled).orElseThrow(ModelNotFoundException::new);
        Map<String, ParameterInfo> parameters = new LinkedHashMap<>();
        model.parameters().forEach((name, parameter) -> parameters.put(name, info(parameter)));
        return Uni.createFrom()
                .item(new ModelInfo(
                        model.id(),
                        model.feature(),
                        model.vramMb(),
                        new ModelSchema(parameters),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    private ModelsOfFeature ofFeature(String name) {
        if (!catalog.features().contains(name)) {
            throw new FeatureNotFoundException(name);
        }
        return new ModelsOfFeature(name, ids(name));
    }

    private AllModels all() {
        Map<String, List<String>> models = new LinkedHashMap<>();
        catalog.features().forEach(feature -> models.put(feature, ids(feature)));
        return new AllModels(
                models,
                models.size(),
                models.values().stream().mapToInt(List::size).sum());
    }

    private List<String> ids(String feature) {
        return catalog.enabledModels(feature).stream().map(Model::id).toList();
    }

    private static ParameterInfo info(Parameter parameter) {
        return new ParameterInfo(
                parameter.rule().type().jsonName(),
                parameter.defaultValue(),
                parameter.rule().minimum(),
                parameter.rule().maximum(),
                parameter.rule().allowed(),
                false);
    }
}
