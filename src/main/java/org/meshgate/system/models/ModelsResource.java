package org.meshgate.system.models;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
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
import org.meshgate.catalog.model.Model;
import org.meshgate.catalog.model.Parameter;
import org.meshgate.problem.FeatureNotFoundException;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;
import org.meshgate.system.models.dto.AllModelsResponse;
import org.meshgate.system.models.dto.FeatureInfo;
import org.meshgate.system.models.dto.FeatureModelsResponse;
import org.meshgate.system.models.dto.FeaturesResponse;
import org.meshgate.system.models.dto.ModelInfo;
import org.meshgate.system.models.dto.ModelSchema;
import org.meshgate.system.models.dto.ModelsResponse;
import org.meshgate.system.models.dto.ParameterInfo;

/** The routes that list features, models and their parameters. None of them uses Redis. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/system")
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

    @GET
    @Path("/models")
    @ProblemResponses(ProblemType.FEATURE_NOT_FOUND)
    @Operation(
            operationId = "listModels",
            summary = "The enabled models by feature, or those of one feature",
            description = "An unknown feature is 404.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(oneOf = {AllModelsResponse.class, FeatureModelsResponse.class})))
    public Uni<ModelsResponse> models(@RestQuery Optional<String> feature) {
        return Uni.createFrom()
                .item(feature.filter(name -> !name.isBlank())
                        .<ModelsResponse>map(this::ofFeature)
                        .orElseGet(this::all));
    }

    @GET
    @Path("/features")
    @Operation(operationId = "listFeatures", summary = "All features and their enabled models")
    public Uni<FeaturesResponse> features() {
        List<FeatureInfo> features = catalog.features().stream()
                .map(name -> new FeatureInfo(name, ids(name).size(), ids(name)))
                .toList();
        return Uni.createFrom().item(new FeaturesResponse(features, features.size()));
    }

    @GET
    @Path("/models/{model_id}/parameters")
    @Operation(operationId = "getModelParameters", summary = "What model_parameters may have for an enabled model")
    public Uni<ModelInfo> parameters(@PathParam("model_id") String modelId) {
        Model model = catalog.model(modelId).filter(Model::enabled).orElseThrow(ProblemType.MODEL_NOT_FOUND::exception);
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

    private FeatureModelsResponse ofFeature(String name) {
        if (!catalog.features().contains(name)) {
            throw new FeatureNotFoundException(name);
        }
        return new FeatureModelsResponse(name, ids(name));
    }

    private AllModelsResponse all() {
        Map<String, List<String>> models = new LinkedHashMap<>();
        catalog.features().forEach(feature -> models.put(feature, ids(feature)));
        return new AllModelsResponse(
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
