package org.meshgate.fuzz;

import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Secrets and where they must not be. Those that the test makes all carry {@link #CANARY}; tokens and signatures of the
 * service are known by their form, and other secrets of it are told. As a handler it looks at each line of the log.
 */
final class Leaks extends Handler {

    /** Stands in each secret that is sent, and in nothing else. */
    static final String CANARY = "zQcanaryQz";

    private static final Pattern FORMS = Pattern.compile(
            CANARY
                    + "|p3d_[0-9A-Za-z]{49}(?![0-9A-Za-z])|sig=[A-Za-z0-9_-]{16,}|world-link/(?!\\[hidden]|\\{link})[^/\\s]{8,}");

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final PatternFormatter formatter = new PatternFormatter("%p [%c] %s%e");

    /** Something that the service made and showed once. */
    void keep(String secret) {
        told.add(secret);
    }

    /** The first secret in a text. */
    Optional<String> in(String text) {
        Matcher form = FORMS.matcher(text);
        return form.find() ? Optional.of(around(text, form.start())) : toldIn(text);
    }

    private Optional<String> toldIn(String text) {
        return told.stream().filter(text::contains).findAny().map(secret -> around(text, text.indexOf(secret)));
    }

    private static String around(String text, int at) {
        return "..." + text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 80)) + "...";
    }

    @Override
    public void publish(LogRecord line) {
        String text = formatter.format(line);
        if (in(text).isPresent() || line.getLevel().intValue() >= Level.SEVERE.intValue()) {
            lines.add(text);
        }
    }

    /** Lines of the log with a secret, and those that tell of a fault of the program; then they are forgotten. */
    Optional<String> badLine() {
        return Optional.ofNullable(lines.poll());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
