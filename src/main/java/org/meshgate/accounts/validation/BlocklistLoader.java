package org.meshgate.accounts.validation;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.meshgate.runtime.RunMode;

/** Loads the password blocklists at startup, so that no request waits for them. Commands load them on first use. */
@ApplicationScoped
class BlocklistLoader {

    private static final Logger LOG = Logger.getLogger(BlocklistLoader.class);

    void load(@Observes StartupEvent start, RunMode runMode, PasswordBlocklist blocklist) {
        if (runMode.serving() && blocklist.size() > 0) {
            LOG.infof("Loaded %d blocked passwords", blocklist.size());
        }
    }
}
