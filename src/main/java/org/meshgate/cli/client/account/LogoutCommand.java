package org.meshgate.cli.client.account;

import java.io.IOException;
import java.util.Optional;
import org.meshgate.cli.client.ClientCommand;
import org.meshgate.cli.client.screen.Screen;
import org.meshgate.cli.client.session.ApiSession;
import org.meshgate.cli.client.session.ClientExit;
import org.meshgate.cli.client.session.CommandContext;
import org.meshgate.cli.client.session.Credentials;
import org.meshgate.cli.client.session.ServerAccess;
import org.meshgate.cli.http.ApiException;
import picocli.CommandLine.Command;

/** {@code meshgate logout}: revokes the token of the login and forgets it. */
@Command(
        name = "logout",
        description = {
            "Revokes the token that 'meshgate login' has kept, and forgets it.",
            "A token in $MESHGATE_TOKEN is left alone. Where the server is away, the token is kept, so that it can be revoked later."
        },
        footer = {"", ClientExit.CODES})
public class LogoutCommand extends ClientCommand {

    /** For picocli. */
    public LogoutCommand() {
        this(CommandContext.ofProcess());
    }

    public LogoutCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected ClientExit run(Screen screen, ServerAccess access) throws IOException, InterruptedException {
        Optional<Credentials> login = access.file().read();
        if (login.isEmpty()) {
            screen.say("There is no login.");
            return ClientExit.DONE;
        }
        Credentials credentials = login.get();
        if (credentials.token().isPresent()) {
            ApiSession session = access.session(
                    ServerAccess.url(access.file().path() + ": server", credentials.server()),
                    credentials.token(),
                    credentials.caFile());
            try {
                session.post("users/logout", session.json().createObjectNode());
            } catch (ApiException.TokenRefused ended) {
                // there is nothing left to revoke
            }
        }
        access.file().delete();
        screen.say("Logged out at " + credentials.server() + ".");
        return ClientExit.DONE;
    }
}
