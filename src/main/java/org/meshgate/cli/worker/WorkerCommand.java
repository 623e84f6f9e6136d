package org.meshgate.cli.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.meshgate.cli.http.AccessToken;
import org.meshgate.cli.http.ApiException;
import org.meshgate.cli.http.HttpSender;
import org.meshgate.cli.http.ServerBaseUrl;
import org.meshgate.cli.http.TrustedAuthorities;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.FilePermissions;
import org.meshgate.cli.support.HostName;
import org.meshgate.cli.support.Prompts;
import org.meshgate.cli.support.VersionProvider;
import org.meshgate.cli.worker.exec.CommandFinder;
import org.meshgate.cli.worker.exec.CommandJobExecutor;
import org.meshgate.cli.worker.http.FieldMap;
import org.meshgate.cli.worker.http.HttpJobExecutor;
import org.meshgate.cli.worker.job.JobExecutor;
import org.meshgate.cli.worker.job.WorkDirectory;
import org.meshgate.cli.worker.protocol.Retry;
import org.meshgate.cli.worker.protocol.TokenFile;
import org.meshgate.cli.worker.protocol.WorkerApi;
import org.meshgate.cli.worker.protocol.WorkerIdentity;
import org.meshgate.cli.worker.run.Timings;
import org.meshgate.cli.worker.run.WorkerExit;
import org.meshgate.cli.worker.run.WorkerLog;
import org.meshgate.cli.worker.run.WorkerLoop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code meshgate worker}: runs a server's jobs with a command or a model server of this machine. Starts no Quarkus and
 * reads no configuration: a GPU machine has neither the server's Redis nor its folders.
 */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Runs jobs of a Meshgate server with a command or a model server of this machine.",
        footer = {
            "",
            "The command has the job as JSON on standard input and in MESHGATE_... variables, and writes its file into"
                    + " $MESHGATE_OUTPUT_DIR. docs/workers.md has examples.",
            "",
            "Exit code 0: stopped by a signal, or drained by an administrator; 1: configuration or server refuse it;"
                    + " 2: wrong usage; 3: the server refuses the token."
        })
public class WorkerCommand implements Callable<Integer> {

    private static final String TOKEN_VARIABLE = "MESHGATE_WORKER_TOKEN";
    private static final Duration KILL_GRACE = Duration.ofSeconds(10);

    private final Map<String, String> environment = System.getenv();

    @Mixin
    private WorkerOptions options = new WorkerOptions();

    @Spec
    private CommandSpec spec;

    /** For picocli. */
    public WorkerCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        WorkerSettings settings = WorkerSettings.of(options, this::usageError);
        PrintWriter err = spec.commandLine().getErr();
        WorkerLog log = new WorkerLog(
                err, Clock.systemUTC(), !options.check() && Prompts.ofTerminal().hasTerminal());
        ObjectMapper json = new ObjectMapper();
        WorkerIdentity identity = identity(options.check() ? "-check" : "");
        HttpSender sender = HttpSender.of(
                Optional.ofNullable(options.caFile()).map(file -> TrustedAuthorities.required("--ca-file", file)));
        ServerBaseUrl server = ServerBaseUrl.of(settings.server());
        WorkerApi anonymous = new WorkerApi(sender, json, server, AccessToken.none(), identity);
        AccessToken token = token(err, anonymous);
        WorkerApi api = token.isPresent() ? new WorkerApi(sender, json, server, token, identity) : anonymous;
        if (ServerBaseUrl.isClearTextToAnotherHost(settings.server())) {
            err.println("Warning: --server is http to another host: the token and all files go in clear text.");
        }
        JobExecutor executor = executor(settings, json, options.verbose() ? log::line : line -> {});
        if (options.check()) {
            WorkerCheck.Local local = new WorkerCheck.Local(searchPath(), workDirectory(), token.isPresent());
            return new WorkerCheck(api, settings, local, spec.commandLine().getOut()).run();
        }
        requireCommand(settings);
        Optional<WorkerExit> refused = refusal(api, settings, log);
        if (refused.isPresent()) {
            return refused.get().code();
        }
        try (WorkDirectory work = WorkDirectory.open(workDirectory())) {
            Timings timings = Timings.standard();
            WorkerLoop loop = new WorkerLoop(
                    api,
                    new WorkerLoop.Options(
                            settings.capabilities(),
                            options.concurrency(),
                            settings.timeout(),
                            settings.grace(),
                            KILL_GRACE,
                            timings),
                    new Retry(new Random(), timings.firstRetry(), timings.maxRetry()),
                    work,
                    executor,
                    log);
            log.line("worker " + identity.id() + " takes jobs of "
                    + String.join(", ", settings.capabilities().features()) + " from " + settings.server());
            return new SignalStop(loop, work).run().code();
        }
    }

    /** Tells why the server would give no jobs. One that is away is waited for later. */
    private static Optional<WorkerExit> refusal(WorkerApi api, WorkerSettings settings, WorkerLog log)
            throws InterruptedException {
        try {
            Optional<String> reason = api.refusalOf(settings.capabilities());
            reason.ifPresent(log::line);
            return reason.map(told -> WorkerExit.REFUSED);
        } catch (ApiException.TokenRefused refused) {
            log.line("the token is refused: " + refused.getMessage());
            return Optional.of(WorkerExit.TOKEN_REFUSED);
        } catch (IOException away) {
            return Optional.empty();
        }
    }

    private JobExecutor executor(WorkerSettings settings, ObjectMapper json, Consumer<String> output) {
        if (settings.backend() instanceof WorkerSettings.Backend.Command command) {
            return new CommandJobExecutor(
                    json,
                    command.words(),
                    searchPath(),
                    new CommandJobExecutor.Limits(settings.maxOutput(), KILL_GRACE),
                    output);
        }
        URI url = ((WorkerSettings.Backend.ModelServer) settings.backend()).url();
        FieldMap fields = options.httpMap() == null ? FieldMap.identity(json) : FieldMap.read(options.httpMap(), json);
        return options.httpForm()
                ? HttpJobExecutor.form(HttpSender.direct(), url, fields, settings.maxOutput())
                : HttpJobExecutor.json(HttpSender.direct(), url, json, fields, settings.maxOutput());
    }

    private void requireCommand(WorkerSettings settings) {
        if (settings.backend() instanceof WorkerSettings.Backend.Command command
                && CommandFinder.find(command.words().get(0), searchPath()).isEmpty()) {
            throw new CommandFailure("--exec: " + command.words().get(0) + " is no executable file"
                    + (command.words().get(0).contains("/") ? "." : " in PATH."));
        }
    }

    private AccessToken token(PrintWriter err, WorkerApi anonymous) throws InterruptedException {
        if (options.tokenFile() != null) {
            AccessToken token = TokenFile.read(options.tokenFile());
            if (FilePermissions.isOpenToOthers(options.tokenFile())) {
                err.println("Warning: other users of this machine can read " + options.tokenFile() + ": chmod 600 "
                        + options.tokenFile());
            }
            return token;
        }
        String given = environment.get(TOKEN_VARIABLE);
        if (given == null) {
            requireNoToken(anonymous);
            return AccessToken.none();
        }
        return TokenFile.parse(TOKEN_VARIABLE, given);
    }

    private void requireNoToken(WorkerApi anonymous) throws InterruptedException {
        String usage = "Give --token-file FILE, or set " + TOKEN_VARIABLE;
        try {
            if (anonymous.requiresToken()) {
                throw usageError(usage);
            }
        } catch (IOException unknown) {
            throw usageError(usage + ". Whether the server needs a token is unknown: " + unknown.getMessage());
        }
    }

    private WorkerIdentity identity(String suffix) {
        String host = HostName.of(environment);
        String id = options.workerId() != null
                ? options.workerId()
                : host + "-" + UUID.randomUUID().toString().substring(0, 8);
        return new WorkerIdentity(id + suffix, host, version());
    }

    private static String version() {
        try {
            return new VersionProvider().getVersion()[0];
        } catch (IOException e) {
            return "meshgate";
        }
    }

    private Path workDirectory() {
        return options.workDirectory() != null
                ? options.workDirectory()
                : Path.of(System.getProperty("java.io.tmpdir"), "meshgate-worker-" + System.getProperty("user.name"));
    }

    private String searchPath() {
        return environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    }

    private ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
