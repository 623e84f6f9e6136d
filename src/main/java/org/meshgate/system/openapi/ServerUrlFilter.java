package org.meshgate.system.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.meshgate.http.PublicUrl;

/**
 * Sets {@code server.public_url} as the server of the API description at startup. Without the setting the description
 * has no server, which means the host that it was loaded from.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
@ApplicationScoped
public class ServerUrlFilter implements OASFilter {

    private final PublicUrl publicUrl;

    ServerUrlFilter(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        publicUrl
                .configured()
                .ifPresent(
                        url -> api.setServers(List.of(OASFactory.createServer().url(url))));
    }
}
