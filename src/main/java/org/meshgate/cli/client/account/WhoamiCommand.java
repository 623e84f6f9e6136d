package org.meshgate.cli.client.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import org.meshgate.cli.client.ClientCommand;
import org.meshgate.cli.client.screen.Screen;
import org.meshgate.cli.client.session.ApiSession;
import org.meshgate.cli.client.session.ClientExit;
import org.meshgate.cli.client.session.CommandContext;
import org.meshgate.cli.client.session.ServerAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code meshgate whoami}: the server, and whose token is used. */
@Command(
        name = "whoami",
        description = "Prints the server, and whose token the commands use. The server is asked whether it is valid.",
        footer = {"", ClientCommand.ENVIRONMENT, "", ClientExit.CODES})
public class WhoamiCommand extends ClientCommand {

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean asJson;

    /** For picocli. */
    public WhoamiCommand() {
        this(CommandContext.ofProcess());
    }

    public WhoamiCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected ClientExit run(Screen screen, ServerAccess access) throws IOException, InterruptedException {
        ApiSession session = access.open();
        ObjectNode known = session.json().createObjectNode().put("server", session.server());
        if (session.get("system/auth-status").path("user_auth_enabled").asBoolean(true)) {
            HttpHeaders headers =
                    session.head(session.request("auth/verify").GET().build()).headers();
            known.put("username", header(headers, "X-User-Name"))
                    .put("user_id", header(headers, "X-User-Id"))
                    .put("role", header(headers, "X-User-Role"))
                    .put("token_id", header(headers, "X-Token-Id"));
        } else {
            known.put("mode", "simple");
        }
        if (asJson) {
            screen.row(session.line(known));
        } else {
            known.properties()
                    .forEach(member -> screen.result(
                            member.getKey() + ": " + member.getValue().asText()));
        }
        return ClientExit.DONE;
    }

    private static String header(HttpHeaders headers, String name) {
        try {
            return URLDecoder.decode(headers.firstValue(name).orElse("").replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
