package org.meshgate.problem;

/** The job has left the queue and no worker has it yet. */
public final class JobMovingException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public JobMovingException() {
        super(ProblemType.JOB_MOVING, "The job is between queue and worker at this moment. Try again.");
    }
}
