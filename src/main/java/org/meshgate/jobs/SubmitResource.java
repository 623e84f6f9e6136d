package org.meshgate.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.http.PublicUrl;

/** Job submission (user management guide, "Full Workflow Example", step 3). What a body may have stands in the catalogue. */
@RegisterForReflection // for the Allow header
@Path(SubmitResource.ROOT)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class SubmitResource {

    static final String ROOT = "/api/v1/mesh-generation";

    private static final String TEXTURED = "/text-to-textured-mesh";
    private static final String GUARD = "Idempotency-Key";

    private final SubmissionService service;
    private final CurrentCaller caller;
    private final PublicUrl publicUrl;

    SubmitResource(SubmissionService service, CurrentCaller caller, PublicUrl publicUrl) {
        this.service = service;
        this.caller = caller;
        this.publicUrl = publicUrl;
    }

    /** The guide's body. */
    @Schema(name = "MeshGeneration")
    public record MeshGeneration(
            @Schema(required = true, maxLength = 4000) String prompt,

            @JsonProperty("model_preference")
            @Schema(description = "a model of the feature, or its family, such as trellis")
            String modelPreference) {}

    /** The body of 3DAIGC-API. */
    @Schema(name = "TextToTexturedMesh")
    public record TextToTexturedMesh(
            @JsonProperty("text_prompt") @Schema(required = true, maxLength = 4000)
            String textPrompt,

            @JsonProperty("texture_prompt") @Schema(maxLength = 4000)
            String texturePrompt,

            @JsonProperty("texture_resolution") @Schema(minimum = "256", maximum = "4096", defaultValue = "1024")
            Integer textureResolution,

            @JsonProperty("output_format") @Schema(enumeration = "glb", defaultValue = "glb")
            String outputFormat,

            @JsonProperty("model_preference") String modelPreference,

            @JsonProperty("model_parameters") @Schema(description = "see /api/v1/system/models/{model}/parameters")
            Map<String, Object> modelParameters) {}

    /**
     * A job that waits now.
     *
     * @param queuePosition from 1
     */
    public record Queued(
            @JsonProperty("job_id") String jobId,
            String status,
            String message,
            String feature,
            @JsonProperty("model_preference") String modelPreference,
            @JsonProperty("status_url") String statusUrl,
            @JsonProperty("cancel_url") String cancelUrl,
            @JsonProperty("events_url") String eventsUrl,
            @JsonProperty("queue_position") long queuePosition) {}

    @POST
    @Cancellable(false)
    @Operation(summary = "Make a textured mesh from a prompt, in short")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = MeshGeneration.class),
                            examples =
                                    @ExampleObject(
                                            name = "guide",
                                            value =
                                                    "{\"prompt\": \"a 3d cat model\", \"model_preference\": \"trellis\"}")))
    public Uni<Queued> generate(
            @NotNull ObjectNode body, @HeaderParam(GUARD) Optional<String> guard, @Context RoutingContext request) {
        return submit(ROOT, body, guard, request);
    }

    @POST
    @Cancellable(false)
    @Path(TEXTURED)
    @Operation(summary = "Make a textured mesh from a prompt")
    @RequestBody(content = @Content(schema = @Schema(implementation = TextToTexturedMesh.class)))
    public Uni<Queued> generateTextured(
            @NotNull ObjectNode body, @HeaderParam(GUARD) Optional<String> guard, @Context RoutingContext request) {
        return submit(ROOT + TEXTURED, body, guard, request);
    }

    private Uni<Queued> submit(String path, ObjectNode body, Optional<String> guard, RoutingContext request) {
        JobUrls urls = new JobUrls(publicUrl.base(request));
        return service.submit(caller.get(), path, body, guard)
                .map(accepted -> new Queued(
                        accepted.id(),
                        JobStatus.QUEUED.wireName(),
                        accepted.submission().message(),
                        accepted.submission().feature(),
                        accepted.submission().model(),
                        urls.status(accepted.id()),
                        urls.cancel(accepted.id()),
                        urls.events(accepted.id()),
                        accepted.position()));
    }
}
