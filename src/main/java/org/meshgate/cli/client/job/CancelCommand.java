package org.meshgate.cli.client.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.meshgate.cli.client.ClientCommand;
import org.meshgate.cli.client.screen.Screen;
import org.meshgate.cli.client.session.ApiSession;
import org.meshgate.cli.client.session.ClientExit;
import org.meshgate.cli.client.session.CommandContext;
import org.meshgate.cli.client.session.ServerAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code meshgate cancel}: takes a job out of the queue, or asks its worker to stop. */
@Command(
        name = "cancel",
        description = "Takes a job out of the queue, or asks its worker to stop.",
        footer = {"", ClientCommand.ENVIRONMENT, "", ClientExit.CODES})
public class CancelCommand extends ClientCommand {

    @Parameters(paramLabel = "JOB", description = "The id of a job.")
    private String job;

    /** For picocli. */
    public CancelCommand() {
        this(CommandContext.ofProcess());
    }

    public CancelCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected ClientExit run(Screen screen, ServerAccess access) throws IOException, InterruptedException {
        ApiSession session = access.open();
        JsonNode answer =
                session.post(ApiSession.job(job) + "/cancel", session.json().createObjectNode());
        screen.say(sentence(answer.path("message").asText()));
        return ClientExit.DONE;
    }
}
