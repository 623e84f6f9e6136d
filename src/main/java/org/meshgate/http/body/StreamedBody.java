package org.meshgate.http.body;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a route that reads its body itself, piece by piece: nothing has read or measured it when the method is called,
 * and the request is paused. Authentication has happened. Such a method has no parameter for the body, and names no
 * {@code @Consumes}, which would be judged before authentication.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface StreamedBody {}
