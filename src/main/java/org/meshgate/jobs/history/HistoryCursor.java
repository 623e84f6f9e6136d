package org.meshgate.jobs.history;

import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.jobs.access.JobStore;
import org.meshgate.runtime.OpaqueCursor;

/** Converts positions in the history to cursors for clients, and back. */
public final class HistoryCursor {

    private static final Pattern POSITION = Pattern.compile("(-?\\d{1,15}):(.{1,128})", Pattern.DOTALL);

    private HistoryCursor() {}

    /** @param listName of {@link HistoryFilter#listName} */
    public static String write(JobStore.Position position, String listName) {
        return OpaqueCursor.encode(listName, position.millis() + ":" + position.id());
    }

    /** Empty when the text is no cursor of this list. */
    public static Optional<JobStore.Position> read(String cursor, String listName) {
        return OpaqueCursor.decode(listName, cursor)
                .map(POSITION::matcher)
                .filter(parts -> parts.matches())
                .map(parts -> new JobStore.Position(Long.parseLong(parts.group(1)), parts.group(2)));
    }
}
