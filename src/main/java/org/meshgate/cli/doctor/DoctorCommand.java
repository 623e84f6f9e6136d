package org.meshgate.cli.doctor;

import java.util.Map;
import java.util.concurrent.Callable;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.CommonOptions;
import org.meshgate.cli.support.QuarkusLauncher;
import org.meshgate.cli.support.RedisSource;
import org.meshgate.cli.support.VersionProvider;
import org.meshgate.config.reader.ConfigException;
import org.meshgate.config.reader.Settings;
import org.meshgate.diagnostics.Finding;
import org.meshgate.redis.embedded.EmbeddedRedisException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshgate doctor}: checks configuration, Redis, folders and data. Changes nothing. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Checks configuration, Redis, folders and data, and says what to do. Changes nothing.",
        footer = {
            "",
            "Standard output has a line for each check: ok, warning, problem, or unknown where it could not look.",
            "Exit code 0: no problem, perhaps warnings; 1: problems; 2: wrong usage."
        })
public class DoctorCommand implements Callable<Integer> {

    private static final String CONFIGURATION = "configuration";

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--json", description = "One JSON object a line, for scripts.")
    private boolean json;

    /** For picocli. */
    public DoctorCommand() {}

    @Override
    public Integer call() {
        Findings findings = new Findings(json);
        try {
            Settings settings = common.read(Map.of());
            if (settings.warnings().isEmpty()) {
                findings.tell(Finding.ok(CONFIGURATION, "every setting is known and keeps its rule"));
            }
            settings.warnings()
                    .forEach(warning -> findings.tell(
                            Finding.warning(CONFIGURATION, warning, "Correct the name, or take it out.")));
            return checkRunning(settings);
        } catch (ConfigException wrong) {
            findings.tell(Finding.problem(
                    CONFIGURATION,
                    wrong.getMessage(),
                    "Correct it; the rest is looked at once the program can start."));
        } catch (CommandFailure | EmbeddedRedisException refused) {
            findings.tell(Finding.problem(
                    "start", withoutDot(refused.getMessage()), "The rest is looked at once the program can start."));
        }
        return findings.exitCode();
    }

    /** Runs the checks that need Redis. */
    private int checkRunning(Settings settings) {
        RedisSource redis = RedisSource.forOneShot(settings);
        return QuarkusLauncher.oneShot(
                settings, redis, beans -> beans.get(DoctorChecks.class).run(json, redis.describe()));
    }

    private static String withoutDot(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
