package org.meshgate.problem;

import java.net.URI;
import java.util.Locale;

/**
 * Every failure that the service can answer with: the constant's name is the stable {@code error} code of the problem
 * document (RFC 9457), followed by its HTTP status and title. In alphabetical order.
 */
public enum ProblemType {
    ACCESS_DENIED(403, "Access denied"),
    ACCOUNTS_NOT_INDEXED(503, "Accounts not indexed"),
    ACCOUNT_CHANGED(409, "Account changed"),
    ACCOUNT_DISABLED(401, "Account disabled"),
    ADMIN_REQUIRED(403, "Admin access required"),
    AMBIGUOUS_TOKEN_PREFIX(409, "Ambiguous token prefix"),
    AUTHENTICATION_DISABLED(503, "Authentication disabled"),
    BAD_REQUEST(400, "Bad request"),
    BODY_TOO_LARGE(413, "Body too large"),
    BUSY(503, "Busy"),
    DISK_FULL(507, "Disk full"),
    EMAIL_TAKEN(409, "E-mail address taken"),
    FEATURE_NOT_FOUND(404, "Feature not found"),
    FILE_ACCESS_DENIED(403, "File access denied"),
    FILE_NOT_FOUND(404, "File not found"),
    FILE_TOO_LARGE_FOR_BASE64(413, "File too large for base64"),
    IDEMPOTENCY_KEY_IN_FLIGHT(409, "Idempotency key in flight"),
    IDEMPOTENCY_KEY_REUSED(422, "Idempotency key reused"),
    INSUFFICIENT_SCOPE(403, "Insufficient scope"),
    INTERNAL_ERROR(500, "Internal error"),
    INVALID_CREDENTIALS(401, "Invalid credentials"),
    INVALID_CURRENT_PASSWORD(403, "Invalid current password"),
    INVALID_TOKEN(401, "Invalid token"),
    INVITE_NOT_FOUND(404, "Invitation not found"),
    INVITE_REQUIRED(403, "Invitation required"),
    JOB_FINISHED(409, "Job finished"),
    JOB_MOVING(409, "Job between queue and worker"),
    JOB_NOT_COMPLETED(409, "Job not completed"),
    JOB_NOT_FOUND(404, "Job not found"),
    LAST_ADMIN(409, "Last administrator"),
    LINK_EXPIRED(403, "Link expired"),
    LINK_INVALID(403, "Link invalid"),
    LOGIN_THROTTLED(429, "Too many attempts"),
    MALFORMED_BODY(400, "Malformed body"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    MISDIRECTED_REQUEST(421, "Misdirected request"),
    MODEL_NOT_FOUND(404, "Model not found"),
    NOT_ACCEPTABLE(406, "Not acceptable"),
    NOT_FOUND(404, "Not found"),
    ORIGIN_NOT_ALLOWED(403, "Origin not allowed"),
    OWN_PASSWORD(400, "Own password"),
    PRECONDITION_FAILED(412, "Precondition failed"),
    RANGE_NOT_SATISFIABLE(416, "Range not satisfiable"),
    RATE_LIMITED(429, "Too many requests"),
    REGISTRATION_CLOSED(403, "Registration closed"),
    SELF_DELETION(400, "Cannot delete yourself"),
    STORAGE_UNAVAILABLE(503, "Storage unavailable"),
    TOKEN_ALREADY_ROTATED(409, "Token already rotated"),
    TOKEN_EXPIRED(401, "Token expired"),
    TOKEN_NOT_FOUND(404, "Token not found"),
    TOKEN_REQUIRED(401, "Token required"),
    TOO_MANY_JOBS(429, "Too many jobs"),
    TOO_MANY_TOKENS(409, "Too many tokens"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    UPLOAD_QUOTA_EXCEEDED(429, "Upload quota exceeded"),
    USERNAME_TAKEN(409, "Username taken"),
    USER_NOT_FOUND(404, "User not found"),
    VALIDATION_FAILED(422, "Validation failed");

    private static final String BASE = "https://meshgate.org/problems/";

    private final int status;
    private final String title;
    private final URI uri;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
        this.uri = URI.create(BASE + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** A short, fixed summary for people. */
    public String title() {
        return title;
    }

    /** The {@code type} member of the problem document; each is explained in {@code docs/problems.md}. */
    public URI uri() {
        return uri;
    }
}
