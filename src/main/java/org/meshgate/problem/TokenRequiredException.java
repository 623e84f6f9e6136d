package org.meshgate.problem;

/** A request without a usable {@code Authorization} header on a route that requires one (RFC 6750 section 2.1). */
public final class TokenRequiredException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private TokenRequiredException(String detail) {
        super(ProblemType.TOKEN_REQUIRED, detail);
    }

    /** For a request without the header. */
    public static TokenRequiredException missing() {
        return new TokenRequiredException(
                "Authorization header is missing. Send 'Authorization: Bearer <token>'; a login gives you a token.");
    }

    /** For a header with another scheme, without a token, or with several. */
    public static TokenRequiredException wrongScheme() {
        return new TokenRequiredException(
                "Authorization header must be 'Bearer' and exactly one token: 'Authorization: Bearer <token>'.");
    }
}
