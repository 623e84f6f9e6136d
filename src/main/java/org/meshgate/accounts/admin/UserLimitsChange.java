package org.meshgate.accounts.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.meshgate.config.JobsConfig;
import org.meshgate.identity.user.UserLimits;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;

/** A change of the limits of a user, see {@link UserLimits}. */
public record UserLimitsChange(
        LimitChange<Double> weight,
        LimitChange<Integer> maxQueued,
        LimitChange<Integer> maxRunning,
        LimitChange<Integer> priority,
        LimitChange<Integer> gpuSecondsPerDay,
        LimitChange<Integer> gpuSecondsPerMonth) {

    /** Changes nothing. */
    public static final UserLimitsChange NONE = new UserLimitsChange(
            LimitChange.unchanged(),
            LimitChange.unchanged(),
            LimitChange.unchanged(),
            LimitChange.unchanged(),
            LimitChange.unchanged(),
            LimitChange.unchanged());

    public static final String WEIGHT = "weight";
    public static final String MAX_QUEUED = "max_queued";
    public static final String MAX_RUNNING = "max_running";
    public static final String PRIORITY = "priority";
    public static final String GPU_SECONDS_PER_DAY = "gpu_seconds_per_day";
    public static final String GPU_SECONDS_PER_MONTH = "gpu_seconds_per_month";

    /** The rule that each limit must meet, by its name. */
    public static final Map<String, String> RULES = Map.of(
            WEIGHT, "must be a number from 0.1 to 100",
            MAX_QUEUED, "must be a whole number from 0 to 1000000",
            MAX_RUNNING, "must be a whole number from 0 to 1000000",
            PRIORITY, "must be a whole number from 1 to 9",
            GPU_SECONDS_PER_DAY, "must be a whole number from 0 to 1000000000",
            GPU_SECONDS_PER_MONTH, "must be a whole number from 0 to 1000000000");

    private static final double MIN_WEIGHT = 0.1;
    private static final double MAX_WEIGHT = 100;
    private static final int MAX_JOBS = 1_000_000;
    private static final int MIN_PRIORITY = 1;
    private static final int MAX_PRIORITY = 9;

    /** Whether this changes nothing. */
    public boolean isEmpty() {
        return Stream.of(weight, maxQueued, maxRunning, priority, gpuSecondsPerDay, gpuSecondsPerMonth)
                .noneMatch(LimitChange::requested);
    }

    /** The limits after the change. */
    UserLimits apply(UserLimits before) {
        return new UserLimits(
                weight.apply(before.weight()),
                maxQueued.apply(before.maxQueued()),
                maxRunning.apply(before.maxRunning()),
                priority.apply(before.priority()),
                gpuSecondsPerDay.apply(before.gpuSecondsPerDay()),
                gpuSecondsPerMonth.apply(before.gpuSecondsPerMonth()));
    }

    /** Checks the values. Throws {@link ValidationFailedException} that names all that break their rules. */
    public void check() {
        List<FieldError> errors = new ArrayList<>();
        // false also for a weight that is not a number
        require(weight.value().stream().allMatch(share -> share >= MIN_WEIGHT && share <= MAX_WEIGHT), WEIGHT, errors);
        require(isWithin(maxQueued, 0, MAX_JOBS), MAX_QUEUED, errors);
        require(isWithin(maxRunning, 0, MAX_JOBS), MAX_RUNNING, errors);
        require(isWithin(priority, MIN_PRIORITY, MAX_PRIORITY), PRIORITY, errors);
        require(isWithin(gpuSecondsPerDay, 0, JobsConfig.MAX_GPU_SECONDS), GPU_SECONDS_PER_DAY, errors);
        require(isWithin(gpuSecondsPerMonth, 0, JobsConfig.MAX_GPU_SECONDS), GPU_SECONDS_PER_MONTH, errors);
        if (!errors.isEmpty()) {
            throw new ValidationFailedException(errors);
        }
    }

    /** The requested changes by name, for the audit. */
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        describe(WEIGHT, weight, details);
        describe(MAX_QUEUED, maxQueued, details);
        describe(MAX_RUNNING, maxRunning, details);
        describe(PRIORITY, priority, details);
        describe(GPU_SECONDS_PER_DAY, gpuSecondsPerDay, details);
        describe(GPU_SECONDS_PER_MONTH, gpuSecondsPerMonth, details);
        return details;
    }

    private static void describe(String name, LimitChange<?> change, Map<String, String> details) {
        if (change.requested()) {
            details.put(name, change.value().map(String::valueOf).orElse("default"));
        }
    }

    private static boolean isWithin(LimitChange<Integer> change, int min, int max) {
        return change.value().stream().allMatch(number -> number >= min && number <= max);
    }

    private static void require(boolean met, String name, List<FieldError> errors) {
        if (!met) {
            errors.add(new FieldError(name, RULES.get(name)));
        }
    }
}
