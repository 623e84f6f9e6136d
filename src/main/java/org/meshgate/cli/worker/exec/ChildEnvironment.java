package org.meshgate.cli.worker.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.meshgate.cli.worker.job.JobContext;

/** The environment of a child: that of the worker without its secrets, and the job. */
final class ChildEnvironment {

    static final String OUTPUT = "MESHGATE_OUTPUT_DIR";

    private static final String PREFIX = "MESHGATE_";
    private static final String INPUT = "MESHGATE_INPUT_";
    private static final String FOLDER = "MESHGATE_INPUT_DIR";
    private static final Pattern UNSAFE = Pattern.compile("[^A-Z0-9_]");
    private static final int MAX_NAME = 100;

    /** Linux takes no longer string ({@code MAX_ARG_STRLEN}); name, equals sign and NUL count. */
    private static final int MAX_VARIABLE = 128 * 1024;

    /** Arguments and environment together may be limited to 1 MiB and less. */
    private static final int MAX_TOTAL = 512 * 1024;

    private final Map<String, String> environment;
    private final Charset charset;
    private int total;

    private ChildEnvironment(Map<String, String> environment, Charset charset) {
        this.environment = environment;
        this.charset = charset;
    }

    /** Changes the environment of a process that is about to start. */
    static void fill(Map<String, String> environment, JobContext context) {
        new ChildEnvironment(environment, Charset.defaultCharset()).fill(context);
    }

    /** As above, with the character encoding of the system. */
    static void fill(Map<String, String> environment, JobContext context, Charset charset) {
        new ChildEnvironment(environment, charset).fill(context);
    }

    private void fill(JobContext context) {
        // the worker's token, and the passwords of a server on the same machine
        environment.keySet().removeIf(name -> name.startsWith(PREFIX) || name.startsWith("P3D_"));
        environment.put("MESHGATE_JOB_ID", context.job().jobId());
        environment.put("MESHGATE_FEATURE", context.job().feature());
        environment.put("MESHGATE_MODEL", context.job().model());
        environment.put(FOLDER, context.folder().input().toString());
        environment.put(OUTPUT, context.folder().output().toString());
        context.job().inputs().properties().forEach(input -> putInput(input.getKey(), input.getValue()));
        context.files().forEach(file -> put(file.field(), file.path().toString()));
    }

    private void putInput(String field, JsonNode value) {
        if (value.isTextual() || value.isNumber() || value.isBoolean()) {
            put(field, value.asText());
        }
    }

    /** What an environment cannot carry is left out; the job on standard input has it. */
    private void put(String field, String value) {
        String name = INPUT + UNSAFE.matcher(field.toUpperCase(Locale.ROOT)).replaceAll("_");
        int size = name.length() + value.getBytes(StandardCharsets.UTF_8).length + 2;
        if (name.equals(FOLDER)
                || field.isEmpty()
                || name.length() > MAX_NAME
                || value.indexOf('\0') >= 0
                || size > MAX_VARIABLE
                || total + size > MAX_TOTAL
                || !charset.newEncoder().canEncode(value)) {
            return;
        }
        total += size;
        environment.put(name, value);
    }
}
