package org.meshgate.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Locale;

/** How many jobs there may be: the settings under {@code jobs}. */
public interface JobsConfig {

    /** Waiting jobs of one user; {@code 0} is any number. Not used in simple mode. */
    @WithDefault("100")
    @Min(0)
    @Max(1_000_000)
    int maxQueuedPerUser();

    /** Waiting jobs of all users; {@code 0} is any number. */
    @WithDefault("10000")
    @Min(0)
    @Max(10_000_000)
    int maxQueueSize();

    /**
     * Days from the end of a job to its removal, with its result and files, as if its owner had deleted it; {@code 0} is
     * never. On data that Meshgate sees for the first time no job is removed within the first day.
     */
    @WithDefault("30")
    @Min(0)
    @Max(36_500)
    int retentionDays();

    /**
     * Jobs of one user that are kept: beyond that each submission removes the oldest that have ended. {@code 0} is any
     * number.
     */
    @WithDefault("10000")
    @Min(0)
    @Max(10_000_000)
    int maxKeptPerUser();

    /**
     * Attempts of a job that may fail, by a worker that vanishes or reports a failure that another attempt may not have.
     * After the last one the job is `failed`.
     */
    @WithDefault("3")
    @Min(1)
    @Max(100)
    int maxAttempts();

    /** Jobs of one user that run at the same time, if an administrator set no limit for the user; {@code 0} is any number. */
    @WithDefault("0")
    @Min(0)
    @Max(1_000_000)
    int maxRunningPerUser();

    /**
     * Which job a worker gets next: `fair` shares GPU seconds between the users, `fifo` is first in, first out. The GPU
     * scheduler of 3DAIGC-API has its own order. All replicas need the same value.
     */
    @WithDefault("fair")
    Scheduling scheduling();

    /**
     * Budget of all users together: GPU seconds in a day, which begins at 0:00 UTC; {@code 0} is any number. What jobs used
     * counts, and what waiting and running ones are expected to use: a submission that would exceed a budget is refused.
     */
    @WithDefault("0")
    @Min(0)
    @Max(MAX_GPU_SECONDS)
    int gpuSecondsPerDay();

    /** Budget of all users together: GPU seconds in a calendar month, in UTC; {@code 0} is any number. */
    @WithDefault("0")
    @Min(0)
    @Max(MAX_GPU_SECONDS)
    int gpuSecondsPerMonth();

    /** GPU seconds of one user in a day, if an administrator set no budget for the user; {@code 0} is any number. */
    @WithDefault("0")
    @Min(0)
    @Max(MAX_GPU_SECONDS)
    int gpuSecondsPerDayPerUser();

    /** GPU seconds of one user in a month, if an administrator set no budget for the user; {@code 0} is any number. */
    @WithDefault("0")
    @Min(0)
    @Max(MAX_GPU_SECONDS)
    int gpuSecondsPerMonthPerUser();

    /** Days for which the usage of each day is kept. */
    @WithDefault("400")
    @Min(62)
    @Max(3_660)
    int usageDays();

    /** The highest budget: some 380 GPUs for a month. */
    int MAX_GPU_SECONDS = 1_000_000_000;

    /** Which job a worker gets next. */
    enum Scheduling {
        FAIR,
        FIFO;

        public String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
