package org.meshgate.http.logging;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Keeps every message of the log on its one line, whatever text of a client got into it: line breaks and other control
 * characters, with which somebody could forge lines or speak to a terminal, are written as they are in Java ({@code \n}). A
 * token or an invitation code is replaced in any message, such as that of a failure which quotes a request.
 */
@LoggingFilter(name = "one-line")
public final class LogInjectionFilter implements Filter {

    private final ExtFormatter messages = new PatternFormatter("%s");

    /** For Quarkus, which finds it by its annotation. */
    public LogInjectionFilter() {}

    @Override
    public boolean isLoggable(LogRecord line) {
        String message = messages.formatMessage(line);
        if (message != null && !LogSanitizer.isPlain(message)) {
            String safe = LogSanitizer.of(message);
            if (line instanceof ExtLogRecord known) {
                known.setMessage(safe, ExtLogRecord.FormatStyle.NO_FORMAT);
            } else {
                line.setMessage(safe);
            }
            line.setParameters(null);
        }
        if (line.getThrown() != null && !LoggedFailure.isPlain(line.getThrown())) {
            line.setThrown(LoggedFailure.of(line.getThrown()));
        }
        return true;
    }
}
