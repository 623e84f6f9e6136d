package org.meshgate.cli.worker.protocol;

import org.meshgate.cli.http.ApiException;

/** Another attempt holds the job, or it has ended. */
public final class LeaseLostException extends ApiException {

    private static final long serialVersionUID = 1L;

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private LeaseLostException(String message) {
        super(message);
    }

    /** What a refusal means for the lease. */
    static ApiException of(Refused refused) {
        String code = refused.problem().code();
        return refused.status() == CONFLICT && code.equals("LEASE_LOST")
                        || refused.status() == NOT_FOUND && code.equals("JOB_NOT_FOUND")
                ? new LeaseLostException(refused.getMessage())
                : refused;
    }
}
