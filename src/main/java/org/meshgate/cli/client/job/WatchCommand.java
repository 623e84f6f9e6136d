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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meshgate watch}: follows a job to its end. */
@Command(
        name = "watch",
        description = {
            "Shows the position and progress of a job until it ends.",
            "Ctrl-C ends only the watching; the job goes on."
        },
        footer = {"", ClientCommand.ENVIRONMENT, "", ClientExit.WAITING_CODES})
public class WatchCommand extends ClientCommand {

    @Parameters(paramLabel = "JOB", description = "The id of a job.")
    private String job;

    @Option(names = "--json", description = "Print the last status of the job as a JSON object.")
    private boolean asJson;

    /** For picocli. */
    public WatchCommand() {
        this(CommandContext.ofProcess());
    }

    public WatchCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected ClientExit run(Screen screen, ServerAccess access) throws IOException, InterruptedException {
        ApiSession session = access.open();
        JobScreen view = new JobScreen(screen);
        JsonNode status = view.follow(session, job);
        if (asJson) {
            screen.row(session.line(status));
        }
        return view.tell(job, status);
    }
}
