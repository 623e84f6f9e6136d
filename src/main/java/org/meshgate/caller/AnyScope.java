package org.meshgate.caller;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a route that accepts any valid token, whatever its scopes: it exposes no user data, or revokes the token
 * itself. A token with the scope {@code worker} alone is accepted only where {@link #workers} says so. See
 * {@link RequiresScope}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface AnyScope {

    /** Whether the route also accepts a token that has the scope {@link Scope#WORKER} and no other. */
    boolean workers() default false;
}
