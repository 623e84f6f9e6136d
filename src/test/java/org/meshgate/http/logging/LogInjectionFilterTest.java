package org.meshgate.http.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody forges a line of the log. */
class LogInjectionFilterTest {

    private static final String FORGED = "2026-01-31 INFO [meshgate.audit] {\"action\":\"login\"}";

    private final LogInjectionFilter filter = new LogInjectionFilter();
    private final PatternFormatter formatter = new PatternFormatter("%s%e%n");

    @Test
    void textCannotAddALogLine() {
        ExtLogRecord line = new ExtLogRecord(
                Level.INFO, "user %s came", ExtLogRecord.FormatStyle.PRINTF, LogInjectionFilterTest.class.getName());
        line.setParameters(new Object[] {"bob\r\n" + FORGED});
        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(formatter.format(line)).isEqualTo("user bob\\r\\n" + FORGED + " came" + System.lineSeparator());
    }

    @Test
    void keepsPlainMessage() {
        ExtLogRecord line = new ExtLogRecord(
                Level.INFO, "%d users: %s", ExtLogRecord.FormatStyle.PRINTF, LogInjectionFilterTest.class.getName());
        Object[] parameters = {2, "Zo\u00eb"};
        line.setParameters(parameters);
        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(line.getParameters()).isSameAs(parameters);
        assertThat(formatter.format(line)).isEqualTo("2 users: Zo\u00eb" + System.lineSeparator());
    }

    @Test
    void redactsTokensAndInvitationCodesInLogs() {
        LogRecord line = new LogRecord(Level.WARNING, "cannot read 'p3d_abc123XYZ' of p3i_abcdefghijklmnopqrstuvwx");
        line.setThrown(new IllegalStateException("in p3d_abc123XYZ"));
        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(line.getMessage()).isEqualTo("cannot read '[hidden]' of [hidden]");
        assertThat(line.getThrown()).hasMessage("in [hidden]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x1b, 0x7f, 0x85, 0x2028, 0x202e, 0x2066})
    void escapesTerminalControlCharacters(int unsafe) {
        assertThat(LogSanitizer.of("a" + (char) unsafe + "b")).isEqualTo(String.format("a\\u%04xb", unsafe));
    }

    @Test
    void failureMessagesCannotAddALogLine() {
        // Given
        Exception failure = new IllegalStateException("outer", new IllegalArgumentException("inner\n" + FORGED));
        failure.addSuppressed(new IllegalArgumentException("beside\n" + FORGED));
        LogRecord line = new LogRecord(Level.SEVERE, "failed");
        line.setThrown(failure);
        // When
        filter.isLoggable(line);
        String text = formatter.format(ExtLogRecord.wrap(line));
        // Then every line is one that Java makes
        assertThat(text.lines()).noneMatch(FORGED::equals);
        assertThat(text)
                .contains("java.lang.IllegalStateException: outer")
                .contains("Caused by: java.lang.IllegalArgumentException: inner\\n" + FORGED)
                .contains("LogInjectionFilterTest.failureMessagesCannotAddALogLine(");
    }
}
