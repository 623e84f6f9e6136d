package org.meshgate.catalog.read;

import org.meshgate.catalog.Catalog;

/** Catalogs for tests. */
public final class Catalogs {

    static final String MODELS = "models.yaml";
    static final String JOB_TYPES = "job-types.yaml";

    private Catalogs() {}

    /** The one that is part of the program. */
    public static Catalog bundled() {
        return new Catalog(CatalogFile.bundled(MODELS), CatalogFile.bundled(JOB_TYPES));
    }

    /** One of texts that take the place of the files. */
    public static Catalog of(String models, String jobTypes) {
        return new Catalog(new CatalogFile(MODELS, models), new CatalogFile(JOB_TYPES, jobTypes));
    }
}
