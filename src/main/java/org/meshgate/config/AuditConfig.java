package org.meshgate.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** What is recorded of who did what: the settings under {@code audit}. */
public interface AuditConfig {

    /**
     * About how many entries of the <a href="administration.md#audit">audit</a> Redis keeps, the newest; {@code 0} is none,
     * then they are only in the log.
     */
    @WithDefault("100000")
    @Min(0)
    @Max(10_000_000)
    int maxEntries();
}
