package org.meshgate.caller;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a route that GET and HEAD may also open by a signed link ({@code ?exp=...&sig=...}), for viewers and images
 * that cannot send a header. A request with such a parameter is authenticated by the link and runs on behalf of the
 * user to whom the link was shown. A token counts when the link is not valid, and for every other request. A link opens
 * no session. A server that requires neither tokens nor keys ignores links.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface SignedLink {

    /** The query parameter that selects another file than that of the path; with it, a link is not valid. */
    String OTHER_FILE = "asset";
}
