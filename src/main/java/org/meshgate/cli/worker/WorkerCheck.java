package org.meshgate.cli.worker;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meshgate.cli.http.ApiException;
import org.meshgate.cli.http.BoundedBody;
import org.meshgate.cli.http.HttpSender;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.FailureReason;
import org.meshgate.cli.support.PrintableText;
import org.meshgate.cli.worker.exec.CommandFinder;
import org.meshgate.cli.worker.job.WorkDirectory;
import org.meshgate.cli.worker.protocol.WorkerApi;
import org.meshgate.cli.worker.run.WorkerExit;

/** {@code worker --check}: a line for each thing that a worker needs. Claims no job. */
final class WorkerCheck {

    private static final int MAX_BODY = 64 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final WorkerApi api;
    private final WorkerSettings settings;
    private final Local local;
    private final PrintWriter out;
    private boolean failed;
    private boolean tokenRefused;

    /**
     * What the worker has on its own machine.
     *
     * @param searchPath where commands are looked for
     * @param workDirectory where jobs would have their files
     * @param withToken whether a token is given
     */
    record Local(String searchPath, Path workDirectory, boolean withToken) {}

    WorkerCheck(WorkerApi api, WorkerSettings settings, Local local, PrintWriter out) {
        this.api = api;
        this.settings = settings;
        this.local = local;
        this.out = out;
    }

    /** @return the exit code: 0 when everything is right, 3 when the server refuses the token, else 1 */
    int run() throws InterruptedException {
        boolean reachable = checkServer();
        boolean accepted = reachable && checkToken();
        if (!reachable) {
            tell("unknown", "token", "the server was not reached");
        }
        if (accepted) {
            checkFeatures();
            tellModels();
        } else {
            tell("unknown", "features", "the server was not asked");
        }
        if (settings.backend() instanceof WorkerSettings.Backend.Command command) {
            checkCommand(command.words().get(0));
        } else {
            checkModelServer((WorkerSettings.Backend.ModelServer) settings.backend());
        }
        checkWorkDirectory();
        if (tokenRefused) {
            return WorkerExit.TOKEN_REFUSED.code();
        }
        return failed ? 1 : 0;
    }

    private boolean checkServer() throws InterruptedException {
        try {
            api.requireReachable();
            ok("server", settings.server() + " answers");
            return true;
        } catch (IOException e) {
            problem("server", e.getMessage());
            return false;
        }
    }

    private boolean checkToken() throws InterruptedException {
        try {
            api.release(List.of());
            ok("token", local.withToken() ? "is accepted and has the scope worker" : "none is given, none is needed");
            return true;
        } catch (ApiException.TokenRefused refused) {
            tokenRefused = true;
            problem("token", refused.getMessage());
        } catch (ApiException.Refused refused) {
            problem("token", refused.getMessage() + ". Does the server know workers?");
        } catch (IOException failed) {
            problem("token", failed.getMessage());
        }
        return false;
    }

    private void checkFeatures() throws InterruptedException {
        String names = String.join(", ", settings.capabilities().features());
        try {
            Optional<String> refusal = api.refusalOf(settings.capabilities());
            if (refusal.isPresent()) {
                problem("features", refusal.get());
            } else {
                ok("features", names + (settings.capabilities().features().size() == 1 ? " is" : " are") + " known");
            }
        } catch (IOException e) {
            problem("features", e.getMessage());
        }
    }

    /** Models are listed for other scopes than the worker's, and a claim accepts any name. */
    private void tellModels() {
        List<String> models = settings.capabilities().models();
        if (!models.isEmpty()) {
            tell("unknown", "models", String.join(", ", models) + ": the server does not tell workers which it has");
        }
    }

    private void checkWorkDirectory() {
        try {
            WorkDirectory.open(local.workDirectory()).close();
            ok("work-folder", local.workDirectory() + " is private");
        } catch (CommandFailure unusable) {
            problem("work-folder", unusable.getMessage());
        }
    }

    private void checkCommand(String command) {
        Optional<Path> found = CommandFinder.find(command, local.searchPath());
        if (found.isPresent()) {
            ok("command", found.get().toString());
        } else {
            problem("command", command + " is no executable file" + (command.contains("/") ? "" : " in PATH"));
        }
        if (CommandFinder.find("setsid", local.searchPath()).isEmpty()) {
            tell("warning", "processes", "there is no setsid (util-linux): a command's own children may outlive it");
        }
    }

    /** Any answer will do: there is no common way to ask a model server how it is. */
    private void checkModelServer(WorkerSettings.Backend.ModelServer server) throws InterruptedException {
        try {
            int status = HttpSender.direct()
                    .send(HttpRequest.newBuilder(server.url()).GET().build(), BoundedBody.inMemory(MAX_BODY), LIMIT)
                    .statusCode();
            ok("model-server", server.url() + " answers (GET: " + status + ")");
        } catch (IOException e) {
            problem("model-server", server.url() + " does not answer (" + FailureReason.of(e) + ")");
        }
    }

    private void ok(String check, String seen) {
        tell("ok", check, seen);
    }

    private void problem(String check, String seen) {
        failed = true;
        tell("problem", check, seen);
    }

    private void tell(String status, String check, String seen) {
        out.println(String.format(Locale.ROOT, "%-8s %-13s %s", status, check, PrintableText.text(seen)));
        out.flush();
    }
}
