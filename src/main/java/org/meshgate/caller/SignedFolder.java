package org.meshgate.caller;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a route that a signed link in its path opens: the first path segment that has the form of a link, after the
 * folder for which it is valid. For GET and HEAD only; the request runs on behalf of the user to whom the link was
 * shown. A token counts when the link is not valid. For a single file there is {@link SignedLink}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface SignedFolder {}
