package org.meshgate.caller;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a route that a signed link in its path opens: the first step of the path that has the form of one, after the
 * folder for which it holds. It is for GET and HEAD alone, and runs on behalf of the user to whom the link was shown; a
 * token counts where the link is not good. For a single file there is {@link SignedLink}.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface SignedFolder {}
