package org.meshgate.cli.worker;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code meshgate worker}, as they are written. */
final class WorkerOptions {

    @Option(names = "--server", paramLabel = "URL", required = true, description = "The Meshgate server.")
    private String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "The worker's API token, as create-worker prints it. Else $MESHGATE_WORKER_TOKEN is read. A server in"
                            + " simple mode without API keys needs none.")
    private Path tokenFile;

    @Option(
            names = "--feature",
            paramLabel = "F",
            split = ",",
            required = true,
            description = "Which jobs it takes, such as text_to_textured_mesh.")
    private List<String> features = List.of();

    @Option(names = "--model", paramLabel = "M", split = ",", description = "Only jobs of these models.")
    private List<String> models = List.of();

    @Option(
            names = "--loaded-model",
            paramLabel = "M",
            split = ",",
            description = "Models that are in memory: their jobs are preferred.")
    private List<String> loadedModels = List.of();

    @Option(
            names = "--exec",
            paramLabel = "'COMMAND ARG...'",
            description = "Run this command for each job. It is split like a shell does, without a shell.")
    private String exec;

    @Option(names = "--http", paramLabel = "URL", description = "Post each job to this model server.")
    private String http;

    @Option(names = "--http-form", description = "Post a multipart form in the place of JSON.")
    private boolean httpForm;

    @Option(names = "--http-map", paramLabel = "FILE", description = "YAML that renames fields and adds constants.")
    private Path httpMap;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "1",
            description = "Jobs at the same time, 1 to 32 (${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30m",
            description = "How long a job may take (${DEFAULT-VALUE}); the server may say less.")
    private String timeout;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "0s",
            description = "How long running jobs may go on after SIGTERM (${DEFAULT-VALUE}). Then they are given back,"
                    + " and run elsewhere at once.")
    private String grace;

    @Option(
            names = "--max-output",
            paramLabel = "SIZE",
            defaultValue = "2G",
            description = "How much a job may write (${DEFAULT-VALUE}).")
    private String maxOutput;

    @Option(
            names = "--worker-id",
            paramLabel = "ID",
            description = "Its name in the list of workers. Default: the host's name and a random part.")
    private String workerId;

    @Option(
            names = "--work-dir",
            paramLabel = "DIR",
            description = "Where jobs have their files. Default: a private folder below the temporary one.")
    private Path workDirectory;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Trust these authorities (PEM) for --server, in the place of the system's.")
    private Path caFile;

    @Option(
            names = "--check",
            description = "Claim nothing; say whether server, token, features, command and folder are right.")
    private boolean check;

    @Option(names = "--verbose", description = "Show the command's output.")
    private boolean verbose;

    String server() {
        return server;
    }

    Path tokenFile() {
        return tokenFile;
    }

    List<String> features() {
        return features;
    }

    List<String> models() {
        return models;
    }

    List<String> loadedModels() {
        return loadedModels;
    }

    String exec() {
        return exec;
    }

    String http() {
        return http;
    }

    boolean httpForm() {
        return httpForm;
    }

    Path httpMap() {
        return httpMap;
    }

    int concurrency() {
        return concurrency;
    }

    String timeout() {
        return timeout;
    }

    String grace() {
        return grace;
    }

    String maxOutput() {
        return maxOutput;
    }

    String workerId() {
        return workerId;
    }

    Path workDirectory() {
        return workDirectory;
    }

    Path caFile() {
        return caFile;
    }

    boolean check() {
        return check;
    }

    boolean verbose() {
        return verbose;
    }
}
