package org.meshgate.problem;

import java.util.Map;

/** A failure of HTTP itself: no such route, wrong method, wrong media type, a body that is malformed or too large. */
public final class HttpProblemException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> headers;

    private HttpProblemException(ProblemType type, String detail) {
        this(type, detail, Map.of());
    }

    private HttpProblemException(ProblemType type, String detail, Map<String, String> headers) {
        super(type, detail);
        this.headers = headers;
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    /** No route serves this path. */
    public static HttpProblemException notFound() {
        return new HttpProblemException(
                ProblemType.NOT_FOUND, "There is no such route. See /docs for those there are.");
    }

    /** The path does not support this method. */
    public static HttpProblemException methodNotAllowed() {
        return new HttpProblemException(
                ProblemType.METHOD_NOT_ALLOWED, "This route does not take this method. See /docs.");
    }

    /** The client accepts no media type that the route produces. */
    public static HttpProblemException notAcceptable() {
        return new HttpProblemException(
                ProblemType.NOT_ACCEPTABLE, "This route cannot answer in any type that the Accept header allows.");
    }

    /** The route does not read the media type of the body. */
    public static HttpProblemException unsupportedMediaType() {
        return new HttpProblemException(
                ProblemType.UNSUPPORTED_MEDIA_TYPE, "This route reads 'Content-Type: application/json' only.");
    }

    /**
     * The body is compressed or otherwise encoded. {@code Accept-Encoding} names the supported codings (RFC 9110
     * section 12.5.3).
     */
    public static HttpProblemException contentEncodingNotSupported() {
        return new HttpProblemException(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "This server takes no body with a Content-Encoding. Send it uncompressed.",
                Map.of("Accept-Encoding", "identity"));
    }

    /** The file does not meet the preconditions of the request (RFC 9110 section 13.1). */
    public static HttpProblemException preconditionFailed() {
        return new HttpProblemException(
                ProblemType.PRECONDITION_FAILED,
                "The file has changed: it does not meet If-Match or If-Unmodified-Since.");
    }

    /**
     * A range that begins after the end of the file (RFC 9110 section 15.5.17).
     *
     * @param size the size of the file, in bytes
     */
    public static HttpProblemException rangeNotSatisfiable(long size) {
        return new HttpProblemException(
                ProblemType.RANGE_NOT_SATISFIABLE,
                "The file has " + size + " bytes; the range lies behind its end.",
                Map.of("Content-Range", "bytes */" + size));
    }

    /** The body is not a form with a file, or has no multipart boundary. */
    public static HttpProblemException multipartNeeded() {
        return new HttpProblemException(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "This route reads 'Content-Type: multipart/form-data' with a boundary only.");
    }

    /** @param limit the largest file that the route takes, in bytes */
    public static HttpProblemException fileTooLarge(long limit) {
        return new HttpProblemException(
                ProblemType.BODY_TOO_LARGE, "The file is larger than the limit of " + limit + " bytes.");
    }

    /** @param limit the largest body that the route takes, in bytes */
    public static HttpProblemException bodyTooLarge(long limit) {
        return new HttpProblemException(
                ProblemType.BODY_TOO_LARGE, "The body is larger than the limit of " + limit + " bytes.");
    }

    /** @param detail what is wrong with the body, without quoting it */
    public static HttpProblemException malformedBody(String detail) {
        return new HttpProblemException(ProblemType.MALFORMED_BODY, detail);
    }

    /** @param detail what is wrong with the request */
    public static HttpProblemException badRequest(String detail) {
        return new HttpProblemException(ProblemType.BAD_REQUEST, detail);
    }

    /** A browser page of an origin that is not configured. */
    public static HttpProblemException originNotAllowed() {
        return new HttpProblemException(
                ProblemType.ORIGIN_NOT_ALLOWED,
                "Pages of this origin may not call this server. An administrator can add it to security.cors_origins.");
    }

    /** A page of another origin that asks for a session in a cookie. */
    public static HttpProblemException foreignSession() {
        return new HttpProblemException(
                ProblemType.ORIGIN_NOT_ALLOWED,
                "Only pages of this server get a session cookie. Leave 'session' out to get a token.");
    }

    /** An internal error. */
    public static HttpProblemException internalError() {
        return new HttpProblemException(
                ProblemType.INTERNAL_ERROR, "Something went wrong on the server. Tell its operator the request_id.");
    }
}
