package org.meshgate.http.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The methods of a path, for the {@code Allow} header that RFC 9110 section 15.5.6 requires with a 405, and for
 * OPTIONS. Quarkus does not expose them, so the annotations of the resources are read once.
 */
@ApplicationScoped
class AllowedMethods {

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    private final List<Route> routes;

    AllowedMethods(BeanManager beans) {
        this.routes = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(Bean::getBeanClass)
                .filter(type -> type.isAnnotationPresent(Path.class))
                .distinct()
                .flatMap(AllowedMethods::routes)
                .toList();
    }

    /** The methods, separated by commas. */
    String of(String path) {
        return routes.stream()
                .filter(route -> route.path().matcher(path).matches())
                .map(Route::method)
                .flatMap(method -> method.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(method))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static Stream<Route> routes(Class<?> resource) {
        String base = resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getMethods())
                .flatMap(method -> httpMethod(method).map(name -> new Route(name, pattern(base, method))).stream());
    }

    private static Optional<String> httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .findFirst();
    }

    private static Pattern pattern(String base, Method method) {
        Path path = method.getAnnotation(Path.class);
        String template = "/" + base + "/" + (path == null ? "" : path.value());
        String tidy = template.replaceAll("/+", "/").replaceAll("(.)/$", "$1");
        return Pattern.compile(
                Stream.of(PARAMETER.split(tidy, -1)).map(Pattern::quote).collect(Collectors.joining("[^/]+")) + "/?");
    }

    private record Route(String method, Pattern path) {}
}
