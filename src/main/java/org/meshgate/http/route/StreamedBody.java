package org.meshgate.http.route;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a route that reads its body itself, chunk by chunk. When the method is called, the caller is authenticated, the
 * request is paused, and nothing of the body has been read or measured. Such a method has no parameter for the body and no
 * {@code @Consumes}, which JAX-RS would check before authentication.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface StreamedBody {}
