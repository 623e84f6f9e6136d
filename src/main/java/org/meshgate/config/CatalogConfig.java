package org.meshgate.config;

import io.quarkus.runtime.annotations.ConfigDocDefault;
import java.util.Optional;

/** Which jobs there are, and which models do them: the settings under {@code catalog}. */
public interface CatalogConfig {

    /** File of <a href="job-types.md#models">models</a>. */
    @ConfigDocDefault("the one in the program")
    Optional<String> models();

    /** File of <a href="job-types.md#job-types">job types</a>. */
    @ConfigDocDefault("the one in the program")
    Optional<String> jobTypes();
}
