package org.meshgate.system;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.caller.Caller;
import org.meshgate.system.Machine.Look;

/**
 * Who may see how the machine does: administrators, and everybody in simple mode. Others get an empty look, because how
 * large, how busy and how old a machine is helps nobody but an attacker.
 */
@ApplicationScoped
class MachineView {

    private final Machine machine;

    MachineView(Machine machine) {
        this.machine = machine;
    }

    boolean isOpenTo(Caller caller) {
        return caller.isAdmin() || caller instanceof Caller.Everyone;
    }

    /** All zeroes for those who may not see it. */
    Uni<Look> look(Caller caller) {
        return isOpenTo(caller) ? machine.look() : Uni.createFrom().item(Look.NONE);
    }
}
