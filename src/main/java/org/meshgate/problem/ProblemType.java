package org.meshgate.problem;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The problem types of the service: the constant's name is the stable {@code error} code of the problem
 * document (RFC 9457), followed by its HTTP status, its title and, if fixed, its detail. In
 * alphabetical order. {@code docs/problems.yaml} describes the meaning of each and what a client should do.
 */
public enum ProblemType {
    ACCESS_DENIED(403, "Access denied"),
    ACCOUNTS_NOT_INDEXED(
            503,
            "Accounts not indexed",
            "Accounts of another program in this Redis are not indexed yet. Try again in a moment."),
    ACCOUNT_CHANGED(
            409,
            "Account changed",
            "The account was changed by other requests at the same moment. Nothing was done. Try again.",
            Duration.ofSeconds(1)),
    ACCOUNT_DISABLED(401, "Account disabled", "This account is disabled. Ask an administrator."),
    ADMIN_EXISTS(409, "Administrator exists", "There is an administrator already. Ask one for an account."),
    ADMIN_REQUIRED(403, "Admin access required", "Admin access required"),
    AMBIGUOUS_TOKEN_PREFIX(
            409, "Ambiguous token prefix", "Several of your tokens begin with this prefix. Use the token's id."),
    AUTHENTICATION_DISABLED(503, "Authentication disabled", "User authentication is disabled on this server."),
    BAD_REQUEST(400, "Bad request"),
    BODY_TOO_LARGE(413, "Body too large"),
    BUDGET_EXCEEDED(429, "Budget exceeded"),
    BUSY(503, "Busy"),
    DELIVERY_NOT_FOUND(404, "Delivery not found", "Delivery not found. The log keeps the last 200 of seven days."),
    DISK_FULL(507, "Disk full", "The server has no room for this file. Try again later, or tell its operator."),
    EMAIL_TAKEN(409, "E-mail address taken", "This e-mail address is already registered."),
    FEATURE_NOT_FOUND(404, "Feature not found"),
    FILE_ACCESS_DENIED(403, "File access denied", "Access denied to this file"),
    FILE_EXISTS(409, "File exists", "This attempt has a file of this name with other content."),
    FILE_NOT_FOUND(404, "File not found"),
    FILE_TOO_LARGE_FOR_BASE64(
            413,
            "File too large for base64",
            "The file is larger than %s bytes, the limit for base64. Ask for format=file instead."),
    IDEMPOTENCY_KEY_IN_FLIGHT(
            409,
            "Idempotency key in flight",
            "The first request with this Idempotency-Key is still being handled. Try again.",
            Duration.ofSeconds(2)),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "Idempotency key reused",
            "This Idempotency-Key was used with another request. Use a new key for a new job."),
    INSUFFICIENT_SCOPE(403, "Insufficient scope"),
    INTERNAL_ERROR(500, "Internal error"),
    INVALID_CREDENTIALS(401, "Invalid credentials", "Invalid username or password"),
    INVALID_CURRENT_PASSWORD(403, "Invalid current password", "Invalid current password"),
    INVALID_TOKEN(401, "Invalid token", "Invalid token"),
    INVITE_NOT_FOUND(404, "Invitation not found", "Invitation not found"),
    INVITE_REQUIRED(
            403,
            "Invitation required",
            "Registration needs an invitation: an invite_code that is unused, not expired, and for this e-mail address."),
    JOB_FINISHED(409, "Job finished", "The job has ended already. Current status: %s"),
    JOB_MOVING(409, "Job between queue and worker", "The job is between queue and worker at this moment. Try again."),
    JOB_NOT_COMPLETED(409, "Job not completed", "Job is not completed yet. Current status: %s"),
    JOB_NOT_FOUND(404, "Job not found", "Job not found"),
    LAST_ADMIN(409, "Last administrator", "This is the last administrator. Make another one first."),
    LEASE_LOST(409, "Lease lost", "Another attempt holds this job, or it has ended. Stop working on it."),
    LINK_EXPIRED(403, "Link expired", "This link has expired. Ask for the job again to get a new one."),
    LINK_INVALID(403, "Link invalid", "This link is not valid."),
    LOCAL_ONLY(
            403,
            "Local only",
            "Only a browser on the machine of the server may do this. Run 'meshgate create-admin' there instead."),
    LOGIN_THROTTLED(429, "Too many attempts"),
    MALFORMED_BODY(400, "Malformed body"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    MISDIRECTED_REQUEST(
            421,
            "Misdirected request",
            "This server does not answer for this host. An administrator can add it to server.allowed_hosts."),
    MODEL_NOT_FOUND(404, "Model not found", "Model not found. GET /api/v1/system/models lists those there are."),
    NETWORK_NOT_ALLOWED(403, "Network not allowed", "The networks of this token do not allow this request."),
    NOT_ACCEPTABLE(406, "Not acceptable"),
    NOT_FOUND(404, "Not found"),
    ORIGIN_NOT_ALLOWED(403, "Origin not allowed"),
    OWN_PASSWORD(400, "Own password", "Change your own password with PUT /api/v1/users/me/password."),
    PRECONDITION_FAILED(412, "Precondition failed"),
    RANGE_NOT_SATISFIABLE(416, "Range not satisfiable"),
    RATE_LIMITED(429, "Too many requests"),
    REGISTRATION_CLOSED(
            403, "Registration closed", "Registration is closed on this server. Ask an administrator for an account."),
    RESET_LINK_INVALID(
            403,
            "Reset link invalid",
            "This link is not valid: it was used or replaced, or has expired. Ask an administrator for a new one."),
    SELF_DELETION(400, "Cannot delete yourself", "Cannot delete yourself"),
    SERVICE_ACCOUNT(
            409,
            "Service account",
            "This is a service account: it has no password and no e-mail address, and is never an administrator."),
    STORAGE_UNAVAILABLE(503, "Storage unavailable"),
    TOKEN_ALREADY_ROTATED(
            409,
            "Token already rotated",
            "This token was rotated already, %s is in its place. Rotate that one, or make a new one."),
    TOKEN_EXPIRED(401, "Token expired", "Token has expired"),
    TOKEN_NOT_FOUND(404, "Token not found", "Token not found"),
    TOKEN_REQUIRED(401, "Token required"),
    TOO_MANY_FILES(409, "Too many files", "This attempt has as many files as the server takes (%s)."),
    TOO_MANY_JOBS(429, "Too many jobs"),
    TOO_MANY_TOKENS(
            409,
            "Too many tokens",
            "You have as many API tokens as this server allows (%s). Revoke one that you do not need."),
    TOO_MANY_WEBHOOKS(
            409,
            "Too many webhooks",
            "There are as many webhooks as there may be (%s). Delete one that is not needed."),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    UPLOAD_QUOTA_EXCEEDED(429, "Upload quota exceeded"),
    USERNAME_TAKEN(409, "Username taken", "This username is already taken."),
    USER_NOT_FOUND(404, "User not found", "User not found"),
    VALIDATION_FAILED(422, "Validation failed"),
    WEBHOOK_DISABLED(409, "Webhook disabled", "The webhook is disabled. Enable it first."),
    WEBHOOK_NOT_FOUND(404, "Webhook not found", "Webhook not found"),
    WEBHOOK_QUEUE_FULL(
            409,
            "Webhook queue full",
            "As many deliveries wait for this webhook as can. Try again when some have ended."),
    WORKER_NOT_FOUND(404, "Worker not found", "Worker not found");

    private static final String BASE = "https://meshgate.org/problems/";

    private final int status;
    private final String title;
    private final String detail;
    private final Optional<Duration> retryAfter;
    private final URI uri;

    ProblemType(int status, String title) {
        this(status, title, "");
    }

    ProblemType(int status, String title, String detail) {
        this(status, title, detail, Optional.empty());
    }

    ProblemType(int status, String title, String detail, Duration retryAfter) {
        this(status, title, detail, Optional.of(retryAfter));
    }

    ProblemType(int status, String title, String detail, Optional<Duration> retryAfter) {
        this.status = status;
        this.title = title;
        this.detail = detail;
        this.retryAfter = retryAfter;
        this.uri = URI.create(BASE + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** A short, fixed summary for users. */
    public String title() {
        return title;
    }

    /** The sentence for clients, with {@code %s} for each argument of {@link #exception}; empty when it varies. */
    public String detail() {
        return detail;
    }

    /**
     * An exception of this type with its fixed detail.
     *
     * @param arguments values that the detail names, never text of the client
     * @throws IllegalStateException when the detail varies; such a type has an exception class of its own
     */
    public ProblemException exception(Object... arguments) {
        if (detail.isEmpty()) {
            throw new IllegalStateException(name() + " has no fixed detail");
        }
        return new ProblemException(
                this, arguments.length == 0 ? detail : String.format(Locale.ROOT, detail, arguments));
    }

    /** Whether a failure has this type. */
    public boolean matches(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == this;
    }

    /** The delay before a retry, if it is the same for every failure of this type. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The {@code type} member of the problem document; {@code docs/problems.md} explains each. */
    public URI uri() {
        return uri;
    }
}
