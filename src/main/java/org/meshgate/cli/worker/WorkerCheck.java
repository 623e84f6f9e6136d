package org.meshgate.cli.worker;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meshgate.cli.support.PrintableText;
import org.meshgate.cli.worker.exec.CommandFinder;
import org.meshgate.cli.worker.net.BoundedBody;
import org.meshgate.cli.worker.net.FailureReason;
import org.meshgate.cli.worker.net.HttpSender;
import org.meshgate.cli.worker.protocol.WorkerApi;
import org.meshgate.cli.worker.protocol.WorkerApiException;

/** {@code worker --check}: a line for each thing that a worker needs. Claims no job. */
final class WorkerCheck {

    private static final int MAX_BODY = 64 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final WorkerApi api;
    private final WorkerSettings settings;
    private final String searchPath;
    private final PrintWriter out;
    private boolean failed;

    WorkerCheck(WorkerApi api, WorkerSettings settings, String searchPath, PrintWriter out) {
        this.api = api;
        this.settings = settings;
        this.searchPath = searchPath;
        this.out = out;
    }

    /** @return the exit code: 0 when everything is right, else 1 */
    int run() throws InterruptedException {
        boolean reachable = checkServer();
        boolean accepted = reachable && checkToken();
        if (!reachable) {
            tell("unknown", "token", "the server was not reached");
        }
        if (accepted) {
            checkFeatures();
        } else {
            tell("unknown", "features", "the server was not asked");
        }
        if (settings.backend() instanceof WorkerSettings.Backend.Command command) {
            checkCommand(command.words().get(0));
        } else {
            checkModelServer((WorkerSettings.Backend.ModelServer) settings.backend());
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
            ok("token", "is accepted and has the scope worker");
            return true;
        } catch (WorkerApiException.TokenRefused refused) {
            problem("token", refused.getMessage());
        } catch (WorkerApiException.Refused refused) {
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

    private void checkCommand(String command) {
        Optional<Path> found = CommandFinder.find(command, searchPath);
        if (found.isPresent()) {
            ok("command", found.get().toString());
        } else {
            problem("command", command + " is no executable file" + (command.contains("/") ? "" : " in PATH"));
        }
        if (CommandFinder.find("setsid", searchPath).isEmpty()) {
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
