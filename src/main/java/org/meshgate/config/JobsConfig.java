package org.meshgate.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

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
}
