package org.meshgate.system;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.Public;
import org.meshgate.caller.Unlimited;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.SecurityConfig;
import org.meshgate.config.SecurityConfig.Registration;
import org.meshgate.system.dto.AboutResponse;
import org.meshgate.system.dto.AuthFeatures;
import org.meshgate.system.dto.AuthStatusResponse;
import org.meshgate.system.dto.HealthResponse;
import org.meshgate.system.dto.SystemHealthResponse;

/** Public routes for clients that are not logged in. None of them uses Redis. */
@RegisterForReflection // for the Allow header
@Path("/")
@Public
@SecurityRequirements
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
public class SystemResource {

    private static final double MILLIS_PER_SECOND = 1000.0;

    private final SecurityConfig security;
    private final Clock clock;
    private final Instant started;
    private final String version;

    SystemResource(
            MeshgateConfig config, Clock clock, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.security = config.security();
        this.clock = clock;
        this.started = clock.instant();
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
    @Path("health")
    @Unlimited
    @Operation(operationId = "getHealth", summary = "Whether the server answers")
    public Uni<HealthResponse> health() {
        return Uni.createFrom().item(new HealthResponse("healthy", BigDecimal.valueOf(clock.millis(), 3), version));
    }

    @GET
    @Path("api/v1/system/health")
    @Unlimited
    @Operation(operationId = "getSystemHealth", summary = "Whether the server answers, and since when")
    public Uni<SystemHealthResponse> systemHealth() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return Uni.createFrom()
                .item(new SystemHealthResponse(
                        "healthy", now, Duration.between(started, now).toMillis() / MILLIS_PER_SECOND));
    }

    @GET
    @Path("api/v1/system/auth-status")
    @Operation(operationId = "getAuthStatus", summary = "Whether clients need an account, an API key, or nothing")
    @NonBlocking
    public AuthStatusResponse authStatus() {
        boolean accounts = security.userAuthEnabled();
        return new AuthStatusResponse(
                accounts,
                accounts || security.apiKeyRequired(),
                accounts ? "authenticated" : "simple",
                accounts
                        ? "User authentication enabled - Users can only see their own jobs"
                        : "Simple mode - All clients can see all jobs",
                new AuthFeatures(accounts, accounts, accounts),
                (accounts ? security.registration() : Registration.CLOSED)
                        .name()
                        .toLowerCase(Locale.ROOT),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
