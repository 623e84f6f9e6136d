package org.meshgate.system;

import com.fasterxml.jackson.annotation.JsonProperty;
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

/** Public routes that clients ask before they log in. None of them touches Redis. */
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

    /**
     * What this server is.
     *
     * @param deploymentMode always {@code multi_worker}: what answers and what runs jobs are different programs
     */
    public record About(
            String name,
            String version,
            String description,
            @JsonProperty("docs_url") String docsUrl,
            @JsonProperty("health_url") String healthUrl,
            @JsonProperty("deployment_mode") String deploymentMode,
            String note) {}

    /**
     * That the server answers.
     *
     * @param timestamp seconds since 1970, as 3DAIGC-API gives it here
     */
    public record Health(String status, BigDecimal timestamp, String version) {}

    /**
     * That the server answers.
     *
     * @param uptime seconds since the start
     */
    public record SystemHealth(String status, Instant timestamp, double uptime) {}

    /**
     * Whether clients need an account.
     *
     * @param registration how one gets an account: open, invite or closed
     */
    public record AuthStatus(
            @JsonProperty("user_auth_enabled") boolean userAuthEnabled,
            @JsonProperty("api_key_required") boolean apiKeyRequired,
            String mode,
            String description,
            Features features,
            String registration,
            Instant timestamp) {}

    /** What comes with accounts. */
    public record Features(
            @JsonProperty("job_isolation") boolean jobIsolation,
            @JsonProperty("user_management") boolean userManagement,
            @JsonProperty("role_based_access") boolean roleBasedAccess) {}

    @GET
    @Operation(operationId = "getAbout", summary = "What this server is")
    public Uni<About> about() {
        return Uni.createFrom()
                .item(new About(
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
    public Uni<Health> health() {
        return Uni.createFrom().item(new Health("healthy", BigDecimal.valueOf(clock.millis(), 3), version));
    }

    @GET
    @Path("api/v1/system/health")
    @Unlimited
    @Operation(operationId = "getSystemHealth", summary = "Whether the server answers, and since when")
    public Uni<SystemHealth> systemHealth() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return Uni.createFrom()
                .item(new SystemHealth(
                        "healthy", now, Duration.between(started, now).toMillis() / MILLIS_PER_SECOND));
    }

    @GET
    @Path("api/v1/system/auth-status")
    @Operation(operationId = "getAuthStatus", summary = "Whether clients need an account, an API key, or nothing")
    @NonBlocking
    public AuthStatus authStatus() {
        boolean accounts = security.userAuthEnabled();
        return new AuthStatus(
                accounts,
                accounts || security.apiKeyRequired(),
                accounts ? "authenticated" : "simple",
                accounts
                        ? "User authentication enabled - Users can only see their own jobs"
                        : "Simple mode - All clients can see all jobs",
                new Features(accounts, accounts, accounts),
                (accounts ? security.registration() : Registration.CLOSED)
                        .name()
                        .toLowerCase(Locale.ROOT),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
