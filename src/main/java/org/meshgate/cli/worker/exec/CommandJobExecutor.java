package org.meshgate.cli.worker.exec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.meshgate.cli.worker.job.JobContext;
import org.meshgate.cli.worker.job.JobExecutor;
import org.meshgate.cli.worker.job.JobOutcome;

/**
 * Runs a command per job. The command line is fixed when the worker starts; a job reaches the command as JSON on standard
 * input and as variables of its environment, never as an argument.
 */
public final class CommandJobExecutor implements JobExecutor {

    /** {@code EX_TEMPFAIL} of sysexits.h. */
    private static final int RETRY = 75;

    private static final int SIGNAL = 128;
    private static final int MAX_TAIL = 64 * 1024;
    private static final int MAX_REASON = 500;
    private static final Duration POLL = Duration.ofMillis(200);

    private final ObjectMapper json;
    private final List<String> words;
    private final List<String> groupPrefix;
    private final Limits limits;
    private final Consumer<String> log;

    /**
     * The bounds of a command.
     *
     * @param maxOutput bytes in the output folder
     * @param killGrace from SIGTERM to SIGKILL
     */
    public record Limits(long maxOutput, Duration killGrace) {}

    /**
     * @param words the command and its arguments
     * @param searchPath where setsid is looked for
     * @param log is told of each line of output
     */
    public CommandJobExecutor(
            ObjectMapper json, List<String> words, String searchPath, Limits limits, Consumer<String> log) {
        this.json = json;
        this.words = List.copyOf(words);
        this.groupPrefix = ProcessTree.groupPrefix(searchPath);
        this.limits = limits;
        this.log = log;
    }

    @Override
    public JobOutcome execute(JobContext context) throws IOException, InterruptedException {
        OutputTail tail = new OutputTail(MAX_TAIL);
        OutputProtocol protocol = new OutputProtocol(context.progress(), line -> {
            tail.add(line);
            log.accept(line);
        });
        OutputLimit limit = new OutputLimit(context.folder().output(), limits.maxOutput());
        ResultFinder results = new ResultFinder(context.folder().output());
        Optional<String> stopped;
        ChildProcess child = start(context, protocol, tail);
        try (child) {
            stopped = await(child, context.timeout(), limit);
        }
        if (stopped.isEmpty()) {
            stopped = limit.exceeded();
        }
        if (stopped.isPresent()) {
            return new JobOutcome.Failure(stopped.get(), false, tail.text());
        }
        JobOutcome outcome = child.exitCode() == 0
                ? results.find(protocol.result(), protocol.thumbnail())
                : failure(child.exitCode(), tail);
        return outcome instanceof JobOutcome.Failure failure
                ? new JobOutcome.Failure(failure.error(), failure.retryable(), tail.text())
                : outcome;
    }

    private ChildProcess start(JobContext context, OutputProtocol protocol, OutputTail tail) throws IOException {
        Path input = context.folder().scratchFile("job.json");
        Files.write(input, json.writeValueAsBytes(describe(context)));
        List<String> line = new ArrayList<>(groupPrefix);
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line).redirectInput(input.toFile());
        ChildEnvironment.fill(builder.environment(), context);
        return ChildProcess.start(
                builder,
                !groupPrefix.isEmpty(),
                protocol::line,
                text -> {
                    tail.addError(text);
                    log.accept(text);
                },
                limits.killGrace());
    }

    /** Waits for the end; stops the command at its limits, and says which one it was. */
    private Optional<String> await(ChildProcess child, Duration timeout, OutputLimit limit)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!child.hasEndedWithin(POLL)) {
            if (System.nanoTime() - start > timeout.toNanos()) {
                return Optional.of("The command did not end within " + timeout.toSeconds() + " s.");
            }
            Optional<String> exceeded = limit.exceeded();
            if (exceeded.isPresent()) {
                return exceeded;
            }
        }
        return Optional.empty();
    }

    private static JobOutcome.Failure failure(int exitCode, OutputTail tail) {
        String how = exitCode > SIGNAL
                ? "The command was ended by signal " + (exitCode - SIGNAL)
                : "The command ended with exit code " + exitCode;
        String reason = tail.lastError()
                .map(line -> line.substring(0, Math.min(line.length(), MAX_REASON)))
                .orElse(how + ".");
        return new JobOutcome.Failure(reason, exitCode == RETRY, Optional.empty());
    }

    /** The job as the command reads it: without lease and links. */
    private ObjectNode describe(JobContext context) {
        ObjectNode job = json.createObjectNode()
                .put("job_id", context.job().jobId())
                .put("attempt", context.job().attempt())
                .put("feature", context.job().feature())
                .put("model", context.job().model());
        job.set("inputs", context.job().inputs());
        ArrayNode files = job.putArray("files");
        context.files().forEach(file -> files.addObject()
                .put("field", file.field())
                .put("name", file.name())
                .put("path", file.path().toString()));
        return job.put("timeout_seconds", context.timeout().toSeconds())
                .put("input_dir", context.folder().input().toString())
                .put("output_dir", context.folder().output().toString());
    }
}
