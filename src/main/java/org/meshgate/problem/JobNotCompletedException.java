package org.meshgate.problem;

/** What was asked makes sense only after a job has completed. */
public final class JobNotCompletedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** @param status of the job now */
    public JobNotCompletedException(String status) {
        super(ProblemType.JOB_NOT_COMPLETED, "Job is not completed yet. Current status: " + status);
    }
}
