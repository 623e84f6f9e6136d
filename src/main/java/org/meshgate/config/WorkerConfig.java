package org.meshgate.config;

import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.smallrye.config.WithDefault;

/** Workers inside this program: the settings under {@code worker}. */
public interface WorkerConfig {

    /**
     * Whether the sample worker takes jobs out of the queue and makes a small shape for each, whatever mesh was asked for;
     * jobs that ask for a motion, a splat or a world fail. It is no model: for trying things out, and never beside a GPU
     * scheduler, whose jobs it would take.
     */
    @WithDefault("false")
    @ConfigDocDefault("{@code true} with the embedded Redis, else {@code false}")
    boolean sample();
}
