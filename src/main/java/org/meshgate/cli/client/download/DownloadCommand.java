package org.meshgate.cli.client.download;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.meshgate.cli.client.ClientCommand;
import org.meshgate.cli.client.screen.Screen;
import org.meshgate.cli.client.session.ClientExit;
import org.meshgate.cli.client.session.CommandContext;
import org.meshgate.cli.client.session.ServerAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meshgate download}: fetches the result of a job. */
@Command(
        name = "download",
        description = {
            "Fetches the result of a completed job, and prints where it is.",
            "A download that was interrupted goes on when the same command is given again."
        },
        footer = {"", ClientCommand.ENVIRONMENT, "", ClientExit.CODES})
public class DownloadCommand extends ClientCommand {

    @Parameters(paramLabel = "JOB", description = "The id of a job.")
    private String job;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file or folder to write to. Default: the server's name for it, in this folder.")
    private Path output;

    @Option(names = "--force", description = "Replace a file that is there.")
    private boolean force;

    /** For picocli. */
    public DownloadCommand() {
        this(CommandContext.ofProcess());
    }

    public DownloadCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected ClientExit run(Screen screen, ServerAccess access) throws IOException, InterruptedException {
        Path file = new ResultDownload(access.open(), screen)
                .fetch(job, new ResultDownload.Target(Optional.ofNullable(output), force));
        screen.result(file.toString());
        return ClientExit.DONE;
    }
}
