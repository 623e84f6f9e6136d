package org.meshgate.accounts;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.meshgate.config.RunMode;

/** Reads the lists of passwords when the service starts, so that no request waits for them. Commands read it when needed. */
@ApplicationScoped
class BlocklistLoading {

    private static final Logger LOG = Logger.getLogger(BlocklistLoading.class);

    void load(@Observes StartupEvent start, RunMode runMode, PasswordBlocklist blocklist) {
        if (runMode.serving() && blocklist.size() > 0) {
            LOG.infof("%d passwords are on the blocklist", blocklist.size());
        }
    }
}
