package org.meshgate.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether this process serves or runs a one-shot command; only a serving process does background work. */
@ApplicationScoped
public class RunMode {

    /** The property that {@code QuarkusLauncher} sets for a one-shot command. */
    public static final String ONE_SHOT_PROPERTY = "meshgate-run.one-shot";

    private final boolean oneShot;

    /** @param oneShot whether a command runs instead of the service */
    public RunMode(@ConfigProperty(name = ONE_SHOT_PROPERTY, defaultValue = "false") boolean oneShot) {
        this.oneShot = oneShot;
    }

    /** Whether this process serves. */
    public boolean serving() {
        return !oneShot;
    }
}
