package org.meshgate.cli.support;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.meshgate.config.reader.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that works on Redis and ends by itself. Quarkus starts for it without ports and background work. */
@Command(mixinStandardHelpOptions = true, versionProvider = VersionProvider.class)
public abstract class OneShotCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec;

    /** For picocli. */
    protected OneShotCommand() {}

    @Override
    public final Integer call() throws IOException {
        validate();
        Settings settings = common.settings(Map.of());
        prepare(settings);
        return QuarkusLauncher.oneShot(settings, redis(settings), this::run);
    }

    /** Rejects options that picocli accepted, with {@link #usageError}. */
    public void validate() {}

    /** Reads or asks for what the options leave open, before anything starts. */
    public void prepare(Settings settings) throws IOException {}

    /** The Redis of the command. */
    protected RedisSource redis(Settings settings) {
        return RedisSource.forOneShot(settings);
    }

    /** Does the work once Quarkus has started, and returns the exit code. A failure is printed in one line. */
    public abstract int run(BeanLookup beans);

    /** Ends the command with exit code 2 and a message that points to its help. */
    protected final ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
