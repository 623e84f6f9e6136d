package org.meshgate.cli.support;

import org.meshgate.accounts.validation.BlocklistException;
import org.meshgate.catalog.model.CatalogException;
import org.meshgate.config.reader.ConfigException;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.redis.UnknownSchemaException;
import org.meshgate.redis.embedded.EmbeddedRedisException;

/** A failure that ends a command with exit code 1 and a message of one line. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message, null, false, false);
    }

    /** Messages of libraries may quote the URL of Redis with its password. */
    private static String withoutCredentials(String message) {
        return message.replaceAll("(rediss?://)[^@\\s]*@", "$1***@");
    }

    /** The message for the operator, in one line. */
    public static String line(Throwable failure) {
        if (failure instanceof StorageUnavailableException storage) {
            return "Redis cannot be reached (" + storage.reason() + "). Check redis_url and that Redis runs.";
        }
        if (failure instanceof CommandFailure
                || failure instanceof ProblemException
                || failure instanceof EmbeddedRedisException
                || failure instanceof UnknownSchemaException) {
            return failure.getMessage();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CatalogException) {
                return "Catalog: " + cause.getMessage();
            }
            if (cause instanceof ConfigException || cause instanceof BlocklistException) {
                return "Configuration: " + cause.getMessage();
            }
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "Meshgate cannot start: " + root.getClass().getSimpleName() + ": "
                + withoutCredentials(String.valueOf(root.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; "));
    }
}
