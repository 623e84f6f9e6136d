package org.meshgate.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.meshgate.cli.support.VersionProvider;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meshgate completion}: the script with which a shell completes commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Prints a script that makes a shell complete commands and options.",
        footer = {
            "",
            "bash, in ~/.bashrc: source <(meshgate completion bash)",
            "zsh, in ~/.zshrc:   source <(meshgate completion zsh)",
            "",
            "Exit code 0: done; 2: wrong usage."
        })
public class CompletionCommand implements Callable<Integer> {

    private static final List<String> SHELLS = List.of("bash", "zsh");

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private String shell;

    @Spec
    private CommandSpec spec;

    /** For picocli. */
    public CompletionCommand() {}

    @Override
    public Integer call() {
        if (!SHELLS.contains(shell)) {
            throw new ParameterException(spec.commandLine(), "The shell must be bash or zsh");
        }
        CommandSpec root = spec.root();
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(root.name(), root.commandLine())); // zsh reads it by its bashcompinit
        out.flush();
        return 0;
    }
}
