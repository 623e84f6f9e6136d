package org.meshgate.system;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.Public;
import org.meshgate.caller.Unlimited;
import org.meshgate.system.dto.AboutResponse;
import org.meshgate.system.dto.HealthResponse;

/** What this server is, and whether it answers. Uses no Redis. */
@RegisterForReflection // for the Allow header
@Path("/")
@Public
@SecurityRequirements
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
public class RootResource {

    private final Clock clock;
    private final String version;

    RootResource(Clock clock, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.clock = clock;
        this.version = version;
    }

    @GET
    @Operation(operationId = "getAbout", summary = "What this server is")
    public Uni<AboutResponse> about() {
        return Uni.createFrom()
                .item(new AboutResponse(
                        "Meshgate",
                        version,
                        "Accounts, API tokens, roles and job isolation in front of a GPU 3D-generation server",
                        "/docs",
                        "/health",
                        "multi_worker",
                        "Jobs wait in Redis for workers that take them from there"));
    }

    @GET
    @Path("/health")
    @Unlimited
    @Operation(operationId = "getHealth", summary = "Whether the server answers")
    public Uni<HealthResponse> health() {
        return Uni.createFrom().item(new HealthResponse("healthy", BigDecimal.valueOf(clock.millis(), 3), version));
    }
}
