package org.meshgate;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Locale;
import org.meshgate.cli.MeshgateCommand;

/** The one entry point. The command line is read before Quarkus starts, so that a one-shot command opens no port. */
@QuarkusMain
public final class Main {

    private Main() {}

    /** Runs a subcommand; none means {@code serve}. Ends the process with its exit code. */
    public static void main(String... arguments) {
        // Libraries format numbers and fold case by the default locale, also in configuration, media types and logs.
        Locale.setDefault(Locale.ROOT);
        System.exit(MeshgateCommand.execute(arguments));
    }
}
