package org.meshgate.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is recorded. */
public enum AuditAction {
    /** Somebody was turned away: a token or link that is not valid, a right that is missing, too many requests. */
    ACCESS_REFUSED,
    /** A user deleted their own account. */
    ACCOUNT_DELETE,
    /** An administrator was made on the command line. */
    CLI_CREATE_ADMIN,
    /** The data of 3DAIGC-API was upgraded on the command line. */
    CLI_MIGRATE,
    /** A user did so much that some of their entries are in the log alone. */
    ENTRIES_LEFT_OUT,
    /** An invitation was made. */
    INVITE_CREATE,
    /** An invitation was withdrawn. */
    INVITE_WITHDRAW,
    /** An administrator cancelled somebody else's job. */
    JOB_CANCEL,
    /** An administrator deleted somebody else's job. */
    JOB_DELETE,
    /** An administrator deleted the result of somebody else's job. */
    JOB_DELETE_RESULT,
    /** An administrator opened a file of somebody else's job. */
    JOB_FILE,
    /** An administrator looked at a list with other people's jobs. */
    JOB_LIST,
    /** An administrator looked at somebody else's job. */
    JOB_READ,
    /** Somebody gave a name and a password. */
    LOGIN,
    /** A user ended the token in use. */
    LOGOUT,
    /** A user changed their password. */
    PASSWORD_CHANGE,
    /** An administrator, or the command line, gave a user another password. */
    PASSWORD_RESET,
    /** Somebody made an account. */
    REGISTER,
    /** A user made an API token. */
    TOKEN_CREATE,
    /** A user ended a token. */
    TOKEN_REVOKE,
    /** A user ended several tokens at once, or the command line all of a user. */
    TOKEN_REVOKE_ALL,
    /** A user replaced a token by another. */
    TOKEN_ROTATE,
    /** An administrator deleted somebody else's upload. */
    UPLOAD_DELETE,
    /** An administrator looked at a list with other people's uploads. */
    UPLOAD_LIST,
    /** An administrator looked at somebody else's upload, or gave it to a job. */
    UPLOAD_READ,
    /** An administrator deleted a user. */
    USER_DELETE,
    /** An administrator looked at a list of users. */
    USER_LIST,
    /** An administrator looked at another user. */
    USER_READ,
    /** An administrator, or the command line, changed a user's role, activity or address. */
    USER_UPDATE;

    /** The spelling in the stream, the log and the API: lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The action with this spelling. */
    public static Optional<AuditAction> ofWireName(String text) {
        return Arrays.stream(values())
                .filter(action -> action.wireName().equals(text))
                .findFirst();
    }
}
