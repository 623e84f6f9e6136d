package org.meshgate.catalog;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.meshgate.runtime.RunMode;

/** Loads the catalog at the start of the server, so that no request waits for files. One-shot commands skip it. */
@ApplicationScoped
class CatalogLoader {

    void load(@Observes StartupEvent start, RunMode runMode, Catalog catalog) {
        if (runMode.serving()) {
            catalog.features();
        }
    }
}
