package org.meshgate.cli.users;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meshgate.accounts.admin.LimitChange;
import org.meshgate.accounts.admin.UserAdministration;
import org.meshgate.accounts.admin.UserAdministration.Change;
import org.meshgate.accounts.admin.UserLimitsChange;
import org.meshgate.audit.AuditAction;
import org.meshgate.cli.support.BeanLookup;
import org.meshgate.cli.support.OneShotCommand;
import org.meshgate.cli.users.UserCommandSupport.CommandOutput;
import org.meshgate.identity.user.UserLimits;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meshgate set-limits}: changes the limits of a user's jobs. Works beside a running server. */
@Command(
        name = "set-limits",
        description = "Changes the limits of a user's jobs. The word default puts a limit back.",
        footer = {
            "",
            "It holds for every job that is submitted or started from then on.",
            "Standard output has the user id and the limits, all else goes to standard error.",
            "Exit code 0: done; 1: refused; 2: wrong usage."
        })
public class SetLimitsCommand extends OneShotCommand {

    private static final String DEFAULT = "default";

    @Parameters(paramLabel = "USER", description = "Username, e-mail address or user id.")
    private String user;

    @Option(
            names = "--weight",
            paramLabel = "W",
            description = "Share of GPU time beside other users, 0.1 to 100; 1 by default.")
    private String weight;

    @Option(
            names = "--max-queued",
            paramLabel = "N",
            description = "Waiting jobs, 0 for any number; jobs.max_queued_per_user by default.")
    private String maxQueued;

    @Option(
            names = "--max-running",
            paramLabel = "N",
            description = "Jobs under way at a time, 0 for any number; jobs.max_running_per_user by default.")
    private String maxRunning;

    @Option(names = "--priority", paramLabel = "P", description = "1 to 9, a lower one runs first; 1 by default.")
    private String priority;

    @Option(
            names = "--gpu-seconds-per-day",
            paramLabel = "S",
            description = "Budget of a day (UTC), 0 for any number; jobs.gpu_seconds_per_day_per_user by default.")
    private String gpuSecondsPerDay;

    @Option(
            names = "--gpu-seconds-per-month",
            paramLabel = "S",
            description = "Budget of a month (UTC), 0 for any number; jobs.gpu_seconds_per_month_per_user by default.")
    private String gpuSecondsPerMonth;

    private UserLimitsChange change;

    /** For picocli. */
    public SetLimitsCommand() {}

    @Override
    public void validate() {
        change = new UserLimitsChange(
                parse(UserLimitsChange.WEIGHT, weight, Double::valueOf),
                parse(UserLimitsChange.MAX_QUEUED, maxQueued, Integer::valueOf),
                parse(UserLimitsChange.MAX_RUNNING, maxRunning, Integer::valueOf),
                parse(UserLimitsChange.PRIORITY, priority, Integer::valueOf),
                parse(UserLimitsChange.GPU_SECONDS_PER_DAY, gpuSecondsPerDay, Integer::valueOf),
                parse(UserLimitsChange.GPU_SECONDS_PER_MONTH, gpuSecondsPerMonth, Integer::valueOf));
        if (change.isEmpty()) {
            throw usageError("one of the limits is required, such as --weight or --gpu-seconds-per-day");
        }
        try {
            change.check();
        } catch (ValidationFailedException wrong) {
            FieldError first = wrong.fieldErrors().get(0);
            throw usageError(option(first.field()) + " " + first.message());
        }
    }

    private <T> LimitChange<T> parse(String name, String word, Function<String, T> number) {
        if (word == null) {
            return LimitChange.unchanged();
        }
        if (word.equals(DEFAULT)) {
            return LimitChange.to(Optional.empty());
        }
        try {
            return LimitChange.to(Optional.of(number.apply(word)));
        } catch (NumberFormatException e) {
            throw usageError(option(name) + " " + UserLimitsChange.RULES.get(name));
        }
    }

    private static String option(String name) {
        return "--" + name.replace('_', '-');
    }

    @Override
    public int run(BeanLookup beans) {
        UserAdministration administration = beans.get(UserAdministration.class);
        return beans.get(UserCommandSupport.class)
                .act(
                        user,
                        AuditAction.USER_UPDATE,
                        change.details(),
                        "",
                        found -> administration.change(found.id(), Change.ofLimits(change)),
                        (before, after) -> new CommandOutput(
                                "limits",
                                text(after.limits()),
                                "The limits of " + UserCommandSupport.name(after.user()) + " are changed."));
    }

    private static String text(UserLimits limits) {
        return Stream.of(
                        entry(UserLimitsChange.WEIGHT, limits.weight()),
                        entry(UserLimitsChange.MAX_QUEUED, limits.maxQueued()),
                        entry(UserLimitsChange.MAX_RUNNING, limits.maxRunning()),
                        entry(UserLimitsChange.PRIORITY, limits.priority()),
                        entry(UserLimitsChange.GPU_SECONDS_PER_DAY, limits.gpuSecondsPerDay()),
                        entry(UserLimitsChange.GPU_SECONDS_PER_MONTH, limits.gpuSecondsPerMonth()))
                .collect(Collectors.joining(" "));
    }

    private static String entry(String name, Optional<?> limit) {
        return name + "=" + limit.map(String::valueOf).orElse(DEFAULT);
    }
}
