package org.meshgate.caller;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a route that GET and HEAD may also open by a signed link ({@code ?exp=...&sig=...}), for viewers and images that
 * cannot send a header. A request with such a parameter is judged by the link, and runs on behalf of the user to whom the
 * link was shown; a token counts where the link is not good, and for every other request. A link opens no session. Where
 * the server demands neither tokens nor keys, links are not looked at.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface SignedLink {

    /** The query parameter that asks for another file than that of the path; with it, a link is not good. */
    String OTHER_FILE = "asset";
}
