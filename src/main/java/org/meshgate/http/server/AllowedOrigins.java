package org.meshgate.http.server;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.converter.CorsOriginConverter;

/** The web origins of {@code security.cors_origins}, whose pages may call. The own origin is always allowed. */
@ApplicationScoped
public class AllowedOrigins {

    /** Allows every origin. */
    public static final String ANY = CorsOriginConverter.ANY;

    private final List<String> origins;

    AllowedOrigins(MeshgateConfig config) {
        this.origins =
                config
                        .security()
                        .corsOrigins()
                        .orElse(config.security().userAuthEnabled() ? List.of(ANY) : List.of())
                        .stream()
                        .filter(origin -> !CorsOriginConverter.NONE.equals(origin))
                        .toList();
    }

    /** Origins as a browser sends them, or {@link #ANY}; empty for none. */
    public List<String> origins() {
        return origins;
    }
}
