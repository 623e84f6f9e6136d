package org.meshgate.http.route;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Optional;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.AnyScope;
import org.meshgate.caller.Public;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.caller.ScopeRule;
import org.meshgate.caller.Scopes;
import org.meshgate.caller.SignedFolder;
import org.meshgate.caller.SignedLink;
import org.meshgate.caller.Unlimited;

/**
 * What a route requires of a request, by the annotations of its method and its class. Scopes at the method replace
 * those at the class; every other annotation counts in both places.
 *
 * @param isPublic whether the route needs no token ({@link Public})
 * @param unlimited whether the general request limit does not apply ({@link Unlimited})
 * @param accountsOnly whether simple mode closes the route ({@link AccountsOnly})
 * @param adminOnly whether the caller must have the role admin ({@link AdminOnly})
 * @param scopes which the token must have; empty when the route names none: it is closed then, unless it is public
 * @param link the kind of signed link that opens the route
 * @param streamedBody whether the route reads its body itself ({@link StreamedBody})
 */
public record RoutePolicy(
        boolean isPublic,
        boolean unlimited,
        boolean accountsOnly,
        boolean adminOnly,
        Optional<ScopeRule> scopes,
        Link link,
        boolean streamedBody) {

    /** The kind of signed link that opens a route. */
    public enum Link {
        /** No link opens it. */
        NONE,
        /** A link in the query opens this one file ({@link SignedLink}). */
        FILE,
        /** A link in the path opens all files of a folder ({@link SignedFolder}). */
        FOLDER
    }

    /** Reads the annotations of a route. */
    static RoutePolicy of(Method method) {
        return new RoutePolicy(
                isMarked(method, Public.class),
                isMarked(method, Unlimited.class),
                isMarked(method, AccountsOnly.class),
                isMarked(method, AdminOnly.class),
                scopes(method).or(() -> scopes(method.getDeclaringClass())),
                link(method),
                isMarked(method, StreamedBody.class));
    }

    private static boolean isMarked(Method method, Class<? extends Annotation> annotation) {
        return method.isAnnotationPresent(annotation)
                || method.getDeclaringClass().isAnnotationPresent(annotation);
    }

    private static Optional<ScopeRule> scopes(AnnotatedElement element) {
        RequiresScope required = element.getAnnotation(RequiresScope.class);
        if (required != null) {
            return Optional.of(new ScopeRule(Scopes.of(new Scope[] {required.value()}), false));
        }
        return Optional.ofNullable(element.getAnnotation(AnyScope.class))
                .map(any -> new ScopeRule(Scopes.NONE, any.workers()));
    }

    private static Link link(Method method) {
        if (isMarked(method, SignedFolder.class)) {
            return Link.FOLDER;
        }
        return isMarked(method, SignedLink.class) ? Link.FILE : Link.NONE;
    }
}
