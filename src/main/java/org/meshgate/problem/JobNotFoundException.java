package org.meshgate.problem;

/** There is no such job, or nobody may know that there is. */
public final class JobNotFoundException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public JobNotFoundException() {
        super(ProblemType.JOB_NOT_FOUND, "Job not found");
    }
}
