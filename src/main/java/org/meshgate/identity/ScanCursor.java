package org.meshgate.identity;

import io.vertx.redis.client.Response;
import java.util.Optional;

/** Converts the cursors of SCAN commands: Redis begins and ends a scan with {@code 0}, callers with an empty cursor. */
public final class ScanCursor {

    private static final String START = "0";

    private ScanCursor() {}

    /** The script argument for the cursor of the previous step; empty to begin. */
    public static String argument(Optional<String> cursor) {
        return cursor.orElse(START);
    }

    /** The cursor of the next step; empty at the end. */
    public static Optional<String> next(Response cursor) {
        return Optional.of(cursor.toString()).filter(text -> !START.equals(text));
    }
}
