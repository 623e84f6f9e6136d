package org.meshgate.cli.users;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.meshgate.cli.support.CommonOptions;
import org.meshgate.cli.support.QuarkusLauncher;
import org.meshgate.cli.support.VersionProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code meshgate list-users}: lists users. Works beside a running server. */
@Command(
        name = "list-users",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Lists users, newest first, or those whose name or address begins with a text.",
        footer = {
            "",
            "Standard output has the list, all else goes to standard error.",
            "Exit code 0: done, also when nobody was found; 1: refused; 2: wrong usage."
        })
public class ListUsersCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--search",
            paramLabel = "TEXT",
            description = "The beginning of a username or e-mail address, in any case; then in their order.")
    private String search;

    @Option(names = "--role", paramLabel = "ROLE", description = "Only those with this role: USER or ADMIN.")
    private String role;

    @Option(
            names = "--active",
            paramLabel = "BOOL",
            description = "true: only those who may log in; false: only those who are disabled.")
    private String active;

    @Option(names = "--limit", paramLabel = "N", description = "So many at most; without it all.")
    private Long limit;

    @Option(names = "--json", description = "One JSON object a line, for scripts.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** For picocli. */
    public ListUsersCommand() {}

    @Override
    public Integer call() {
        ListUsersApplication.Request request = request();
        return QuarkusLauncher.oneShot(common.settings(Map.of()), ListUsersApplication.class, request.words());
    }

    /** Builds the query from the options. Throws {@link ParameterException} for invalid values. */
    public ListUsersApplication.Request request() {
        if (search != null && search.isEmpty()) {
            throw usageError("--search must not be empty");
        }
        if (limit != null && limit < 1) {
            throw usageError("--limit must be 1 or more");
        }
        return new ListUsersApplication.Request(
                Optional.ofNullable(search),
                Optional.ofNullable(role).map(word -> RoleConverter.read(spec, "--role", word)),
                Optional.ofNullable(active).map(this::flag),
                Optional.ofNullable(limit),
                json);
    }

    private boolean flag(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw usageError("--active must be true or false");
        };
    }

    private ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
