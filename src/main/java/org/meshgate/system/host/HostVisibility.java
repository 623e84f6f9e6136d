package org.meshgate.system.host;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.caller.Caller;
import org.meshgate.system.host.HostMetrics.Look;

/**
 * Who may see how the machine does: administrators, and everybody in simple mode. Others get an empty look, because how
 * large, how busy and how old a machine is helps nobody but an attacker.
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

    /** All zeroes for those who may not see it. */
    Uni<Look> look(Caller caller) {
        return isOpenTo(caller) ? hostMetrics.look() : Uni.createFrom().item(Look.NONE);
    }
}
