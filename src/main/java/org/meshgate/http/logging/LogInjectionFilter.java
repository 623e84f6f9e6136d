package org.meshgate.http.logging;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Prevents log injection: line breaks and other control characters, with which a client could forge lines or control
 * a terminal, are escaped as in Java ({@code \n}). Tokens and invitation codes are redacted in every message, such as
 * that of a failure which quotes a request.
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
