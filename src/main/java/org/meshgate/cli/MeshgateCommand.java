package org.meshgate.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.meshgate.cli.doctor.DoctorCommand;
import org.meshgate.cli.health.HealthCommand;
import org.meshgate.cli.migrate.MigrateCommand;
import org.meshgate.cli.serve.ServeCommand;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.VersionProvider;
import org.meshgate.cli.users.CreateAdminCommand;
import org.meshgate.cli.users.ListUsersCommand;
import org.meshgate.cli.users.ResetPasswordCommand;
import org.meshgate.cli.users.RevokeTokensCommand;
import org.meshgate.cli.users.SetRoleCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code meshgate}: without a subcommand it serves. */
@Command(
        name = "meshgate",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Accounts, API tokens, roles and job isolation in front of a GPU 3D-generation server.",
        footer = {"", "Without a command it serves, as 'meshgate serve' does."},
        subcommands = {
            ServeCommand.class,
            CreateAdminCommand.class,
            ResetPasswordCommand.class,
            RevokeTokensCommand.class,
            SetRoleCommand.class,
            ListUsersCommand.class,
            DoctorCommand.class,
            HealthCommand.class,
            MigrateCommand.class
        })
public class MeshgateCommand implements Callable<Integer> {

    /** For picocli. */
    public MeshgateCommand() {}

    /**
     * Runs the command line.
     *
     * @return 0 done, 1 refused or failed, 2 wrong usage
     */
    public static int execute(String... arguments) {
        return commandLine().setExecutionExceptionHandler(MeshgateCommand::tell).execute(arguments);
    }

    /** Why a command ended, in one line. */
    static int tell(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println(CommandFailure.line(failure));
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** All words that it knows. */
    static CommandLine commandLine() {
        return new CommandLine(new MeshgateCommand())
                // an argument that begins with @ is a text to look for, or a password, and no file of more arguments
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(MeshgateCommand::refuseUsage);
    }

    /** What is wrong with the words, in one line and without a password. */
    private static int refuseUsage(CommandLine.ParameterException wrong, String... arguments) {
        CommandLine command = wrong.getCommandLine();
        String sentence = wrong instanceof CommandLine.MaxValuesExceededException
                ? "--password and --password-stdin exclude each other, and each can be given once" // it quotes them
                : wrong.getMessage();
        List<String> similar = wrong instanceof CommandLine.UnmatchedArgumentException unmatched
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
