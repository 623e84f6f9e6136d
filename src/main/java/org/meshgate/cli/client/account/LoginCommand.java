package org.meshgate.cli.client.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.meshgate.cli.client.ClientCommand;
import org.meshgate.cli.client.screen.Screen;
import org.meshgate.cli.client.session.ApiSession;
import org.meshgate.cli.client.session.ClientExit;
import org.meshgate.cli.client.session.ClientFailure;
import org.meshgate.cli.client.session.CommandContext;
import org.meshgate.cli.client.session.Credentials;
import org.meshgate.cli.client.session.ServerAccess;
import org.meshgate.cli.http.AccessToken;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.Prompts;
import org.meshgate.cli.support.StandardInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code meshgate login}: changes a password for a token that the other commands use. */
@Command(
        name = "login",
        description = {
            "Asks for the password, and keeps a token for the other commands.",
            "The token is listed among your tokens as 'meshgate on HOST', may read and submit jobs, and nothing else. It"
                    + " stands in ~/.config/meshgate/credentials ($XDG_CONFIG_HOME), which only you can read. A server in simple"
                    + " mode asks for no password: then only its address is kept."
        },
        footer = {
            "",
            "Example: meshgate login --server https://studio.example.com --username alice",
            "",
            ClientExit.CODES
        })
public class LoginCommand extends ClientCommand {

    private static final int MAX_DAYS = 3650;

    @Option(names = "--server", paramLabel = "URL", description = "The server. Default: $MESHGATE_SERVER.")
    private String server;

    @Option(names = "--username", paramLabel = "NAME", description = "Username or e-mail address; asked for if absent.")
    private String username;

    @Option(names = "--password-stdin", description = "Read the password from the first line of standard input.")
    private boolean passwordFromStandardInput;

    @Option(
            names = "--expires-in-days",
            paramLabel = "N",
            description = "How long the token lives. Default: 90, or less where the server says so.")
    private Integer days;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description =
                    "Trust these authorities (PEM) for this server, in the place of the system's; the login keeps this.")
    private Path caFile;

    @Option(
            names = "--plain-http",
            description =
                    "Allow http to another host, although everybody between can read the token; the login keeps this.")
    private boolean plainHttp;

    /** For picocli. */
    public LoginCommand() {
        this(CommandContext.ofProcess());
    }

    public LoginCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected ClientExit run(Screen screen, ServerAccess access) throws IOException, InterruptedException {
        if (days != null && (days < 1 || days > MAX_DAYS)) {
            throw usageError("--expires-in-days must be 1 to " + MAX_DAYS);
        }
        URI url = url(access);
        boolean clearText = plainHttp || access.plainHttp();
        ServerAccess.requireSafe(url, clearText, "--plain-http");
        Optional<Path> authorities =
                Optional.ofNullable(caFile).map(Path::toAbsolutePath).or(access::caFile);
        ApiSession anonymous = access.session(url, AccessToken.none(), authorities);
        Optional<Credentials> before = former(access, anonymous.server());
        JsonNode status = anonymous.get("system/auth-status");
        if (!status.path("user_auth_enabled").isBoolean()) {
            throw new ClientFailure(ClientExit.FAILED, anonymous.server() + " is no Meshgate server.");
        }
        if (!status.path("user_auth_enabled").asBoolean()) {
            return keepServer(
                    screen,
                    access,
                    status,
                    new Credentials(
                            anonymous.server(), AccessToken.none(), "", Optional.empty(), authorities, clearText));
        }
        NewToken made = new TokenExchange(anonymous).exchange(name(), password(), Optional.ofNullable(days));
        try {
            access.file()
                    .write(new Credentials(
                            anonymous.server(),
                            made.token(),
                            made.username(),
                            made.expiresAt(),
                            authorities,
                            clearText));
        } catch (CommandFailure unwritable) {
            TokenExchange.end(anonymous.with(made.token()));
            throw unwritable;
        }
        if (before.isPresent()) {
            TokenExchange.end(anonymous.with(before.get().token()));
        }
        screen.say("Logged in at " + anonymous.server() + " as " + made.username()
                + made.expiresAt()
                        .map(time -> ", until " + time.replaceFirst("T.*", ""))
                        .orElse("") + ".");
        return ClientExit.DONE;
    }

    private ClientExit keepServer(Screen screen, ServerAccess access, JsonNode status, Credentials credentials) {
        access.file().write(credentials);
        screen.say(credentials.server() + " has no accounts: there is nothing to log in to."
                + (status.path("api_key_required").asBoolean(false)
                        ? " It asks for an API key: set " + ServerAccess.TOKEN + "."
                        : ""));
        return ClientExit.DONE;
    }

    private URI url(ServerAccess access) {
        String text = Optional.ofNullable(server)
                .or(access::serverOfEnvironment)
                .orElseThrow(() -> usageError("Missing required option: '--server=URL'"));
        return ServerAccess.url("--server", text);
    }

    /** The login at this server that the new one replaces. A file that cannot be read is replaced as well. */
    private static Optional<Credentials> former(ServerAccess access, String server) {
        try {
            return access.file()
                    .read()
                    .filter(kept -> kept.server().equals(server) && kept.token().isPresent());
        } catch (CommandFailure unreadable) {
            return Optional.empty();
        }
    }

    private String name() {
        return Optional.ofNullable(username).orElseGet(() -> Prompts.ofTerminal()
                .ask(
                        "Username",
                        Optional.empty(),
                        "--username",
                        text -> text.isEmpty() ? Optional.of("must not be empty") : Optional.empty()));
    }

    private String password() throws IOException {
        return passwordFromStandardInput
                ? StandardInput.firstLine("--password-stdin")
                : Prompts.ofTerminal().askSecret("Password", "--password-stdin");
    }
}
