package org.meshgate.caller;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a route that GET and HEAD may also open by a signed link ({@code ?exp=...&sig=...}), for viewers and images that
 * cannot send a header. A request with such a parameter is judged by the link alone, and runs on behalf of the user to
 * whom the link was shown; every other request needs a token as usual. Such a route has no session: the link is no token.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface SignedLink {}
