package org.meshgate.cli.doctor;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.meshgate.diagnostics.Diagnostics;

/** Prints what the diagnostics find. */
@ApplicationScoped
@Unremovable
public class DoctorChecks {

    /** Longer than all limits of single checks together. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Diagnostics diagnostics;

    DoctorChecks(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /**
     * Prints a finding for each check, and returns 1 if there is a problem, else 0.
     *
     * @param json whether to print one JSON object per line
     * @param redisLocation a description for people
     */
    public int run(boolean json, String redisLocation) {
        Findings findings = new Findings(json);
        diagnostics
                .run(redisLocation)
                .invoke(findings::tell)
                .collect()
                .last()
                .await()
                .atMost(LIMIT);
        return findings.exitCode();
    }
}
