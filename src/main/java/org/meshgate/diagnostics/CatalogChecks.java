package org.meshgate.diagnostics;

import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.CatalogException;

/** Checks of the model and job type files. */
@ApplicationScoped
class CatalogChecks {

    static final String CATALOG = "catalog";

    private final Catalog catalog;

    /** @param catalog a client proxy, which reads the files at first use */
    CatalogChecks(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Checks that the server can start with these files. */
    Finding files() {
        try {
            return Finding.ok(
                    CATALOG,
                    catalog.jobTypes().size() + " job types, models of "
                            + catalog.features().size() + " features");
        } catch (RuntimeException failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof CatalogException wrong) {
                    return Finding.problem(
                            CATALOG, wrong.getMessage(), "Correct the file; the server does not start with it.");
                }
            }
            throw failure;
        }
    }
}
