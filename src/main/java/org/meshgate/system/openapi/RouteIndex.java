package org.meshgate.system.openapi;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/**
 * The Java methods of all routes by HTTP method and path template, read from the Jandex index at build time.
 */
final class RouteIndex {

    private static final DotName PATH = DotName.createSimple(Path.class);
    private static final DotName HTTP_METHOD = DotName.createSimple(HttpMethod.class);

    private final Map<String, MethodInfo> methods = new HashMap<>();

    RouteIndex(IndexView index) {
        for (AnnotationInstance path : index.getAnnotations(PATH)) {
            if (path.target().kind() == AnnotationTarget.Kind.CLASS) {
                add(path.target().asClass(), path.value().asString(), index);
            }
        }
    }

    private void add(ClassInfo resource, String base, IndexView index) {
        for (MethodInfo method : resource.methods()) {
            for (AnnotationInstance annotation : method.declaredAnnotations()) {
                verb(annotation, index).ifPresent(verb -> {
                    AnnotationInstance path = method.declaredAnnotation(PATH);
                    methods.put(
                            key(
                                    verb,
                                    base + "/"
                                            + (path == null ? "" : path.value().asString())),
                            method);
                });
            }
        }
    }

    private static Optional<String> verb(AnnotationInstance annotation, IndexView index) {
        ClassInfo type = index.getClassByName(annotation.name());
        AnnotationInstance verb = type == null ? null : type.declaredAnnotation(HTTP_METHOD);
        return Optional.ofNullable(verb).map(found -> found.value().asString());
    }

    /** The method that serves an operation of the API description. */
    Optional<MethodInfo> find(String verb, String path) {
        return Optional.ofNullable(methods.get(key(verb, path)));
    }

    /** Whether a method, or else the class that declares it, carries an annotation. */
    static boolean isMarked(MethodInfo method, Class<? extends Annotation> annotation) {
        DotName name = DotName.createSimple(annotation);
        return method.hasDeclaredAnnotation(name) || method.declaringClass().hasDeclaredAnnotation(name);
    }

    /** Strips the regular expressions of JAX-RS templates, which OpenAPI paths do not have. */
    private static String key(String verb, String path) {
        String normalized = ("/" + path)
                .replaceAll("\\{\\s*([^:}\\s]+)\\s*:[^}]*}", "{$1}")
                .replaceAll("/+", "/")
                .replaceAll("(.)/$", "$1");
        return verb + " " + normalized;
    }
}
