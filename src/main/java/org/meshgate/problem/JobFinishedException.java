package org.meshgate.problem;

/** What was asked makes sense only before a job has ended. */
public final class JobFinishedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** @param status how the job ended */
    public JobFinishedException(String status) {
        super(ProblemType.JOB_FINISHED, "The job has ended already. Current status: " + status);
    }
}
