package org.meshgate;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Locale;
import org.meshgate.cli.MeshgateCommand;

/** The entry point. The command line is parsed before Quarkus starts, so that a one-shot command opens no port. */
@QuarkusMain
public final class Main {

    private Main() {}

    /** Runs a subcommand, by default {@code serve}, and exits with its exit code. */
    public static void main(String... arguments) {
        // Libraries use the default locale for numbers and case folding, also in configuration, media types and logs.
        Locale.setDefault(Locale.ROOT);
        System.exit(MeshgateCommand.execute(arguments));
    }
}
