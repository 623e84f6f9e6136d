package org.meshgate.http.logging;

import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;

/** Logs lines with structured fields, which the JSON log shows in {@code mdc}. */
public final class StructuredLogger {

    private final Logger logger;

    public StructuredLogger(String category) {
        this.logger = Logger.getLogger(category);
    }

    /** Writes one line. */
    public void info(String message, Map<String, String> fields) {
        ExtLogRecord line = new ExtLogRecord(
                Level.INFO, message, ExtLogRecord.FormatStyle.NO_FORMAT, StructuredLogger.class.getName());
        line.setLoggerName(logger.getName());
        fields.forEach(line::putMdc);
        logger.log(line);
    }
}
