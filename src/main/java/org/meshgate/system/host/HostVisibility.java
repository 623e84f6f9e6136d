package org.meshgate.system.host;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.caller.Caller;
import org.meshgate.system.host.HostMetrics.Sample;

/**
 * Decides who sees the metrics of the host: administrators, and every client in simple mode. Other callers get an empty
 * sample, because size, load and uptime of a host help attackers.
 */
@ApplicationScoped
class HostVisibility {

    private final HostMetrics hostMetrics;

    HostVisibility(HostMetrics hostMetrics) {
        this.hostMetrics = hostMetrics;
    }

    boolean isOpenTo(Caller caller) {
        return caller.isAdmin() || caller instanceof Caller.Anonymous;
    }

    /** A sample of the metrics; all zero for callers who may not see them. */
    Uni<Sample> sample(Caller caller) {
        return isOpenTo(caller) ? hostMetrics.sample() : Uni.createFrom().item(Sample.NONE);
    }
}
