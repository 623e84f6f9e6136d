package org.meshgate.cli.migrate;

import java.util.Map;
import java.util.concurrent.Callable;
import org.meshgate.cli.support.CommonOptions;
import org.meshgate.cli.support.Prompts;
import org.meshgate.cli.support.QuarkusLauncher;
import org.meshgate.cli.support.VersionProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshgate migrate}: upgrades all data of 3DAIGC-API. Opens no port; works beside a running server. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Upgrades the data of 3DAIGC-API in Redis at once: tokens hashed, accounts and jobs indexed.",
        footer = {
            "",
            "There is no way back but a backup of Redis: make one first. May be run twice, and beside a running server, which",
            "would do the same bit by bit. Standard output has the summary, all else goes to standard error.",
            "Exit code 0: done; 1: refused; 2: wrong usage."
        })
public class MigrateCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--dry-run", description = "Change nothing, only tell what there is to do.")
    private boolean dryRun;

    /** For picocli. */
    public MigrateCommand() {}

    @Override
    public Integer call() {
        return QuarkusLauncher.oneShot(
                common.settings(Map.of()),
                MigrateApplication.class,
                Boolean.toString(dryRun),
                Boolean.toString(Prompts.ofTerminal().hasTerminal()));
    }
}
