package org.meshgate.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.meshgate.cli.client.account.LoginCommand;
import org.meshgate.cli.client.account.LogoutCommand;
import org.meshgate.cli.client.account.WhoamiCommand;
import org.meshgate.cli.client.download.DownloadCommand;
import org.meshgate.cli.client.job.CancelCommand;
import org.meshgate.cli.client.job.JobsCommand;
import org.meshgate.cli.client.job.WatchCommand;
import org.meshgate.cli.client.submit.SubmitCommand;
import org.meshgate.cli.doctor.DoctorCommand;
import org.meshgate.cli.health.HealthCommand;
import org.meshgate.cli.migrate.MigrateCommand;
import org.meshgate.cli.serve.ServeCommand;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.VersionProvider;
import org.meshgate.cli.users.CreateAdminCommand;
import org.meshgate.cli.users.CreateWorkerCommand;
import org.meshgate.cli.users.ListUsersCommand;
import org.meshgate.cli.users.ResetPasswordCommand;
import org.meshgate.cli.users.RevokeTokensCommand;
import org.meshgate.cli.users.SetLimitsCommand;
import org.meshgate.cli.users.SetRoleCommand;
import org.meshgate.cli.worker.WorkerCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code meshgate} command. Without a subcommand it runs {@code serve}. */
@Command(
        name = "meshgate",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Accounts, API tokens, roles and job isolation in front of a GPU 3D-generation server.",
        footer = {"", "Without a command it serves, as 'meshgate serve' does."},
        subcommands = {
            ServeCommand.class,
            CreateAdminCommand.class,
            CreateWorkerCommand.class,
            ResetPasswordCommand.class,
            RevokeTokensCommand.class,
            SetRoleCommand.class,
            SetLimitsCommand.class,
            ListUsersCommand.class,
            DoctorCommand.class,
            HealthCommand.class,
            MigrateCommand.class,
            WorkerCommand.class,
            LoginCommand.class,
            LogoutCommand.class,
            WhoamiCommand.class,
            SubmitCommand.class,
            JobsCommand.class,
            WatchCommand.class,
            DownloadCommand.class,
            CancelCommand.class,
            CompletionCommand.class
        })
public class MeshgateCommand implements Callable<Integer> {

    /** For picocli. */
    public MeshgateCommand() {}

    /**
     * Runs the command line.
     *
     * @return the exit code: 0 success, 1 failure, 2 usage error
     */
    public static int execute(String... arguments) {
        return commandLine()
                .setExecutionExceptionHandler(MeshgateCommand::printFailure)
                .execute(arguments);
    }

    /** Prints the reason of a failure in one line. */
    static int printFailure(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println(CommandFailure.line(failure));
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The parser of the command line. */
    static CommandLine commandLine() {
        return new CommandLine(new MeshgateCommand())
                // An argument that begins with @ may be a search text or a password, never an argument file.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(MeshgateCommand::printUsageError);
    }

    /** Prints a usage error in one line, without passwords. */
    private static int printUsageError(CommandLine.ParameterException error, String... arguments) {
        CommandLine command = error.getCommandLine();
        String sentence = error instanceof CommandLine.MaxValuesExceededException
                ? "--password and --password-stdin exclude each other, and each can be given once" // picocli's message
                // quotes the values
                : error.getMessage();
        List<String> similar = error instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions()
                : List.of();
        command.getErr()
                .println(sentence + "."
                        + (similar.isEmpty() ? "" : " Did you mean " + similar.get(0) + "?")
                        + " See " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public Integer call() {
        return new ServeCommand().call();
    }
}
