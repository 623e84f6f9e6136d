package org.meshgate.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines that a class writes into the log while a test looks. */
public final class LogLines extends Handler implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Level before;

    public LogLines(Class<?> of) {
        this(of.getName());
    }

    /** The lines of a category, from INFO on. */
    public LogLines(String category) {
        logger = Logger.getLogger(category);
        before = logger.getLevel();
        if (!logger.isLoggable(Level.INFO)) {
            logger.setLevel(Level.INFO);
        }
        logger.addHandler(this);
    }

    public List<String> containing(String words) {
        return lines.stream().filter(line -> line.contains(words)).toList();
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(
                line.getParameters() == null || line.getParameters().length == 0
                        ? line.getMessage()
                        : String.format(line.getMessage(), line.getParameters()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }
}
