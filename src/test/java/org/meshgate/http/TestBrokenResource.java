package org.meshgate.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.meshgate.caller.Public;
import org.meshgate.http.problem.AnswersTest;

/** A route with a fault of ours, for {@link AnswersTest}. */
@Path("/test-broken")
@Public
public class TestBrokenResource {

    public static final String SECRET = "a-secret-of-the-server";

    @GET
    @Operation(hidden = true)
    public String fail() {
        throw new IllegalStateException(SECRET);
    }
}
