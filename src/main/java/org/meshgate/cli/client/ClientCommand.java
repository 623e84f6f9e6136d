package org.meshgate.cli.client;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.meshgate.cli.client.screen.Screen;
import org.meshgate.cli.client.session.ClientExit;
import org.meshgate.cli.client.session.ClientFailure;
import org.meshgate.cli.client.session.CommandContext;
import org.meshgate.cli.client.session.ServerAccess;
import org.meshgate.cli.http.ApiException;
import org.meshgate.cli.http.LocalFileException;
import org.meshgate.cli.http.Problem;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.FailureReason;
import org.meshgate.cli.support.VersionProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command for users of a server. It reads no configuration of the server, and starts no Quarkus. */
@Command(mixinStandardHelpOptions = true, versionProvider = VersionProvider.class)
public abstract class ClientCommand implements Callable<Integer> {

    /** For the help of each command. */
    public static final String ENVIRONMENT =
            "$MESHGATE_SERVER and $MESHGATE_TOKEN come before what 'meshgate login' has kept. docs/command-line.md has more.";

    private final CommandContext context;

    @Option(names = "--quiet", description = "Print results and failures only.")
    private boolean quiet;

    @Spec
    private CommandSpec spec;

    protected ClientCommand(CommandContext context) {
        this.context = context;
    }

    /**
     * Does the work.
     *
     * @throws ClientFailure with the exit code and message of a failure
     */
    protected abstract ClientExit run(Screen screen, ServerAccess access) throws IOException, InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        Screen screen =
                Screen.of(spec.commandLine().getOut(), spec.commandLine().getErr(), context.environment(), quiet);
        try {
            return run(screen, new ServerAccess(json(), context)).code();
        } catch (ClientFailure failure) {
            return told(screen, failure.getMessage(), failure.exit());
        } catch (CommandFailure failure) {
            return told(screen, failure.getMessage(), ClientExit.FAILED);
        } catch (ApiException.TokenRefused refused) {
            return told(screen, refusal(refused), exit(refused));
        } catch (ApiException.Refused refused) {
            return told(screen, sentences(refused.getMessage(), refused.problem()), ClientExit.FAILED);
        } catch (ApiException.Unavailable away) {
            return told(screen, sentence(away.getMessage()) + whenToRetry(away), ClientExit.UNAVAILABLE);
        } catch (LocalFileException failed) {
            return told(screen, FailureReason.of(failed.reason()) + ".", ClientExit.FAILED);
        } catch (IOException failed) {
            return told(screen, FailureReason.of(failed) + ".", ClientExit.FAILED);
        }
    }

    /** What the command has of its process. */
    protected final CommandContext context() {
        return context;
    }

    /** Ends the command with exit code 2 and a message that points to its help. */
    protected final ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static ObjectMapper json() {
        return JsonMapper.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** A token that is good, but whose user may not reach the job or file, is no reason to log in again. */
    private static ClientExit exit(ApiException.TokenRefused refused) {
        return switch (refused.problem().code()) {
            case "ACCESS_DENIED", "FILE_ACCESS_DENIED" -> ClientExit.FAILED;
            default -> ClientExit.TOKEN_REFUSED;
        };
    }

    private static String refusal(ApiException.TokenRefused refused) {
        Problem problem = refused.problem();
        String said = sentences(refused.getMessage(), problem);
        return switch (problem.code()) {
            case "TOKEN_REQUIRED", "INVALID_TOKEN", "TOKEN_EXPIRED" -> said + "\nLog in: meshgate login";
            default -> said;
        };
    }

    /** The server's own sentence, and a line for each field that it does not name itself. */
    private static String sentences(String message, Problem problem) {
        StringBuilder text = new StringBuilder(problem.detail().isEmpty() ? sentence(message) : problem.detail());
        problem.errors().stream()
                .filter(error -> !problem.detail().contains(error.message()))
                .forEach(error ->
                        text.append("\n  ").append(error.field()).append(' ').append(error.message()));
        return text.toString();
    }

    private String whenToRetry(ApiException.Unavailable away) {
        return away.retryAfter()
                .map(pause -> " Try again after "
                        + context.clock()
                                .instant()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .plus(pause) + ".")
                .orElse("");
    }

    /** A text that ends as a sentence does. */
    protected static String sentence(String message) {
        return message.endsWith("?") || message.endsWith(".") ? message : message + ".";
    }

    private static int told(Screen screen, String message, ClientExit exit) {
        message.lines().forEach(screen::fail);
        return exit.code();
    }
}
