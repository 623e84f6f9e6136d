package org.meshgate.config.converter;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.net.URISyntaxException;
import org.eclipse.microprofile.config.spi.Converter;

/** Checks an absolute URL of HTTP, with or without a path, and without user, query and fragment. */
@RegisterForReflection // SmallRye Config instantiates converters of list items by reflection
public final class HttpUrlConverter implements Converter<String> {

    private static final long serialVersionUID = 1L;

    private static final String RULE =
            "must be a URL such as https://studio.example or https://studio.example/3d, without a query";
    private static final int MAX_PORT = 65_535;

    /** Called by SmallRye Config. */
    public HttpUrlConverter() {}

    @Override
    public String convert(String value) {
        try {
            URI uri = new URI(value);
            boolean scheme = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean extras = uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null;
            if (scheme && uri.getHost() != null && !extras && uri.getPort() <= MAX_PORT) {
                return value;
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        throw new IllegalArgumentException(RULE);
    }
}
