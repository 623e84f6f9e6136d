package org.meshgate.cli.doctor;

import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.CatalogException;

/** What {@code doctor} says about the files of models and job types. */
@ApplicationScoped
class CatalogChecks {

    static final String CATALOG = "catalog";

    private final Catalog catalog;

    /** @param catalog a proxy; it reads the files when it is used */
    CatalogChecks(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Whether the server could start with these files. */
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
