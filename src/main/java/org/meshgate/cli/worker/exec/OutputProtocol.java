package org.meshgate.cli.worker.exec;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meshgate.cli.support.PrintableText;
import org.meshgate.cli.worker.job.JobContext.ProgressListener;

/**
 * The lines of a command's standard output that the worker understands: {@code progress 0.42 text}, {@code result FILE}
 * and {@code thumbnail FILE}, the last of each counts. All others are log.
 */
final class OutputProtocol {

    private static final Pattern PROGRESS =
            Pattern.compile("progress\\s+(0(?:\\.\\d*)?|\\.\\d+|1(?:\\.0*)?)(?:\\s+(.*))?");
    private static final Pattern FILE = Pattern.compile("(result|thumbnail)\\s(.+)");
    private static final int MAX_MESSAGE = 200;

    private final ProgressListener progress;
    private final Consumer<String> log;
    private volatile Optional<String> result = Optional.empty();
    private volatile Optional<String> thumbnail = Optional.empty();

    OutputProtocol(ProgressListener progress, Consumer<String> log) {
        this.progress = progress;
        this.log = log;
    }

    void line(String line) {
        Matcher step = PROGRESS.matcher(line);
        if (step.matches()) {
            String message = step.group(2) == null
                    ? ""
                    : PrintableText.text(step.group(2).strip());
            progress.progress(
                    Double.parseDouble(step.group(1)), message.substring(0, Math.min(message.length(), MAX_MESSAGE)));
            return;
        }
        Matcher file = FILE.matcher(line);
        if (file.matches()) {
            Optional<String> name = Optional.of(file.group(2).strip());
            if (file.group(1).equals("result")) {
                result = name;
            } else {
                thumbnail = name;
            }
            return;
        }
        log.accept(line);
    }

    /** The file that the command named last. */
    Optional<String> result() {
        return result;
    }

    Optional<String> thumbnail() {
        return thumbnail;
    }
}
