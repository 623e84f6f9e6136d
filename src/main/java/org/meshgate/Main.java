package org.meshgate;

import io.quarkus.runtime.annotations.QuarkusMain;
import org.meshgate.cli.MeshgateCommand;

/** The one entry point. The command line is read before Quarkus starts, so that a one-shot command opens no port. */
@QuarkusMain
public final class Main {

    private Main() {}

    /** Runs a subcommand; none means {@code serve}. Ends the process with its exit code. */
    public static void main(String... arguments) {
        System.exit(MeshgateCommand.execute(arguments));
    }
}
