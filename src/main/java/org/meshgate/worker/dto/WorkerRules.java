package org.meshgate.worker.dto;

/** The limits of fields that several requests of workers have. */
final class WorkerRules {

    static final String WORKER_ID = "[A-Za-z0-9](?:[A-Za-z0-9._:@-]{0,127})";
    static final String WORKER_ID_RULE = "must be 1 to 128 of A-Z a-z 0-9 . _ : @ -, the first a letter or digit";

    /** Printable, for lists that administrators read. */
    static final String LABEL = "[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{0,128}";

    static final String LABEL_RULE = "must be at most 128 printable characters";

    static final String NAME = "[A-Za-z0-9._:/@+-]{1,128}";
    static final String NAME_RULE = "must hold names of 1 to 128 of A-Z a-z 0-9 . _ : / @ + - only";

    /**
     * Format check only; an issued lease is {@code <attempt>-<random>}. Text that matches but was never issued fails
     * with LEASE_LOST, or gets the order {@code lost} in the response of a heartbeat.
     */
    static final String LEASE = "[A-Za-z0-9_-]{1,128}";

    static final String LEASE_RULE = "must be the lease of the claim";

    static final String JOB_ID = ".{1,128}";
    static final String JOB_ID_RULE = "must be the id of a job";

    static final int MAX_NAMES = 64;
    static final String MAX_NAMES_RULE = "must hold at most 64 names";

    static final int MAX_JOBS = 64;
    static final String MAX_JOBS_RULE = "must hold at most 64 jobs";

    static final String REQUIRED = "is required";

    private WorkerRules() {}
}
