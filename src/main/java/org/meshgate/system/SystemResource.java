package org.meshgate.system;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.Public;
import org.meshgate.caller.Unlimited;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.SecurityConfig;
import org.meshgate.config.SecurityConfig.Registration;
import org.meshgate.system.dto.AuthFeatures;
import org.meshgate.system.dto.AuthStatusResponse;
import org.meshgate.system.dto.SystemHealthResponse;

/** Public routes for clients that are not logged in. None of them uses Redis. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/system")
@Public
@SecurityRequirements
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
public class SystemResource {

    private static final double MILLIS_PER_SECOND = 1000.0;

    private final SecurityConfig security;
    private final Clock clock;
    private final Instant started;

    SystemResource(MeshgateConfig config, Clock clock) {
        this.security = config.security();
        this.clock = clock;
        this.started = clock.instant();
    }

    @GET
    @Path("/health")
    @Unlimited
    @Operation(operationId = "getSystemHealth", summary = "Whether the server answers, and since when")
    public Uni<SystemHealthResponse> systemHealth() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return Uni.createFrom()
                .item(new SystemHealthResponse(
                        "healthy", now, Duration.between(started, now).toMillis() / MILLIS_PER_SECOND));
    }

    @GET
    @Path("/auth-status")
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
