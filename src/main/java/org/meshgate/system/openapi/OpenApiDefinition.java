package org.meshgate.system.openapi;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** What holds for the whole OpenAPI document: every operation needs a token unless it says otherwise. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Meshgate",
                        version = "1",
                        license = @License(name = "Apache License 2.0", identifier = "Apache-2.0")),
        security = @SecurityRequirement(name = "token"))
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "A token of a login or of POST /api/v1/users/tokens.")
public class OpenApiDefinition extends Application {}
