package org.meshgate.cli.worker;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.meshgate.cli.http.ServerBaseUrl;
import org.meshgate.cli.worker.exec.ShellWords;
import org.meshgate.cli.worker.protocol.Capabilities;
import org.meshgate.config.converter.DurationParser;
import org.meshgate.config.converter.SizeParser;
import picocli.CommandLine.ParameterException;

/**
 * The options, checked.
 *
 * @param server base URL
 * @param backend the command, or the URL of the model server
 * @param timeout of a job, at most
 * @param grace how long running jobs may go on when the worker is stopped
 * @param maxOutput bytes that a job may write
 */
record WorkerSettings(
        URI server, Capabilities capabilities, Backend backend, Duration timeout, Duration grace, long maxOutput) {

    private static final int MAX_CONCURRENCY = 32;
    private static final int MAX_NAMES = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/@+-]{1,128}");
    private static final Pattern WORKER_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Duration MAX_TIMEOUT = Duration.ofDays(1);
    private static final Duration MAX_GRACE = Duration.ofHours(1);

    /** What runs the jobs. */
    sealed interface Backend {

        /** A command and its arguments. */
        record Command(List<String> words) implements Backend {}

        /** A model server. */
        record ModelServer(URI url) implements Backend {}
    }

    /**
     * Checks the options.
     *
     * @param usageError makes the exception for a message
     */
    static WorkerSettings of(WorkerOptions options, Function<String, ParameterException> usageError) {
        if (options.concurrency() < 1 || options.concurrency() > MAX_CONCURRENCY) {
            throw usageError.apply("--concurrency must be 1 to " + MAX_CONCURRENCY);
        }
        if (options.workerId() != null && !WORKER_ID.matcher(options.workerId()).matches()) {
            throw usageError.apply("--worker-id must be 1 to 64 characters of A-Z a-z 0-9 . _ -");
        }
        if (options.http() == null && (options.httpForm() || options.httpMap() != null)) {
            throw usageError.apply("--http-form and --http-map belong to --http");
        }
        return new WorkerSettings(
                url("--server", options.server(), usageError),
                new Capabilities(
                        names("--feature", options.features(), usageError),
                        names("--model", options.models(), usageError),
                        names("--loaded-model", options.loadedModels(), usageError)),
                backend(options, usageError),
                duration("--timeout", options.timeout(), Duration.ofSeconds(1), MAX_TIMEOUT, usageError),
                duration("--grace", options.grace(), Duration.ZERO, MAX_GRACE, usageError),
                SizeParser.parse(options.maxOutput()).stream()
                        .filter(size -> size > 0)
                        .boxed()
                        .findFirst()
                        .orElseThrow(() -> usageError.apply("--max-output must be a size such as 500M or 2G")));
    }

    private static Backend backend(WorkerOptions options, Function<String, ParameterException> usageError) {
        if ((options.exec() == null) == (options.http() == null)) {
            throw usageError.apply("Give either --exec or --http");
        }
        if (options.http() != null) {
            return new Backend.ModelServer(url("--http", options.http(), usageError));
        }
        try {
            return new Backend.Command(ShellWords.split(options.exec()));
        } catch (IllegalArgumentException e) {
            throw usageError.apply("--exec " + e.getMessage());
        }
    }

    private static List<String> names(
            String option, List<String> names, Function<String, ParameterException> usageError) {
        if (names.size() > MAX_NAMES
                || !names.stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw usageError.apply(
                    option + " must be 1 to 64 names of A-Z a-z 0-9 . _ : / @ + -, with commas between them");
        }
        return names;
    }

    private static Duration duration(
            String option, String text, Duration min, Duration max, Function<String, ParameterException> usageError) {
        return DurationParser.parse(text)
                .filter(time -> time.compareTo(min) >= 0 && time.compareTo(max) <= 0)
                .orElseThrow(() ->
                        usageError.apply(option + " must be a time such as 90s or 30m, " + words(max) + " at most"));
    }

    private static String words(Duration max) {
        return max.equals(MAX_GRACE) ? "1h" : "24h";
    }

    private static URI url(String option, String text, Function<String, ParameterException> usageError) {
        return ServerBaseUrl.parse(text)
                .orElseThrow(() -> usageError.apply(
                        option + " must be http://HOST[:PORT][/PATH], or the same with https, and PORT at most 65535"));
    }
}
