package org.meshgate.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The recorded actions. */
public enum AuditAction {
    /** A request was refused: invalid token or link, missing permission, or too many requests. */
    ACCESS_REFUSED,
    /** A user deleted their own account. */
    ACCOUNT_DELETE,
    /** The operator created an administrator on the command line. */
    CLI_CREATE_ADMIN,
    /** The operator created a service account for a worker on the command line. */
    CLI_CREATE_WORKER,
    /** The operator migrated data of 3DAIGC-API on the command line. */
    CLI_MIGRATE,
    /** A user exceeded the audit budget, so some entries are in the log only. */
    ENTRIES_LEFT_OUT,
    /** A person at the machine of the server created the first administrator in the console. */
    FIRST_ADMIN_CREATE,
    /** An administrator created an invitation. */
    INVITE_CREATE,
    /** An administrator withdrew an invitation. */
    INVITE_WITHDRAW,
    /** An administrator cancelled another user's job. */
    JOB_CANCEL,
    /** An administrator deleted another user's job. */
    JOB_DELETE,
    /** An administrator deleted the result of another user's job. */
    JOB_DELETE_RESULT,
    /** An administrator downloaded a file of another user's job. */
    JOB_FILE,
    /** An administrator listed jobs of other users. */
    JOB_LIST,
    /** An administrator read another user's job. */
    JOB_READ,
    /** A client attempted to log in. */
    LOGIN,
    /** A user revoked the token in use. */
    LOGOUT,
    /** A user changed their password. */
    PASSWORD_CHANGE,
    /** An administrator or the operator reset a user's password. */
    PASSWORD_RESET,
    /** A client registered an account. */
    REGISTER,
    /** An administrator or the operator created a link with which a user sets a new password. */
    RESET_LINK_CREATE,
    /** A client set a new password with such a link, or tried to. */
    RESET_LINK_USE,
    /** An administrator created a service account. */
    SERVICE_ACCOUNT_CREATE,
    /** An administrator ended a service account. */
    SERVICE_ACCOUNT_DELETE,
    /** An administrator created a further token of a service account. */
    SERVICE_TOKEN_CREATE,
    /** A user created an API token. */
    TOKEN_CREATE,
    /** A user revoked a token. */
    TOKEN_REVOKE,
    /** A user revoked several tokens at once, or the operator all tokens of a user. */
    TOKEN_REVOKE_ALL,
    /** A user rotated a token. */
    TOKEN_ROTATE,
    /** An administrator deleted another user's upload. */
    UPLOAD_DELETE,
    /** An administrator listed uploads of other users. */
    UPLOAD_LIST,
    /** An administrator read another user's upload or used it as input of a job. */
    UPLOAD_READ,
    /** An administrator read the usage of another user or of all. */
    USAGE_READ,
    /** An administrator deleted a user. */
    USER_DELETE,
    /** An administrator listed users. */
    USER_LIST,
    /** An administrator read another user. */
    USER_READ,
    /** An administrator or the operator changed a user's role, active state or e-mail address. */
    USER_UPDATE,
    /** A user or an administrator registered a webhook endpoint. */
    WEBHOOK_CREATE,
    /** A user or an administrator removed a webhook endpoint. */
    WEBHOOK_DELETE,
    /** The server disabled a webhook endpoint that wants no deliveries, or whose deliveries failed for five days. */
    WEBHOOK_DISABLE,
    /** A user or an administrator replaced the secret of a webhook endpoint. */
    WEBHOOK_ROTATE_SECRET,
    /** A user or an administrator changed a webhook endpoint. */
    WEBHOOK_UPDATE,
    /** An administrator drained a worker, or let it claim jobs again. */
    WORKER_DRAIN;

    /** The lower-case name used in the stream, the log and the API. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Parses {@link #jsonName()}; empty for an unknown name. */
    public static Optional<AuditAction> fromJsonName(String text) {
        return Arrays.stream(values())
                .filter(action -> action.jsonName().equals(text))
                .findFirst();
    }
}
