package org.meshgate.problem;

import java.util.Optional;

/** There is no such job, or nobody may know that there is. */
public final class JobNotFoundException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Subject> subject;

    private JobNotFoundException(Optional<Subject> subject) {
        super(ProblemType.JOB_NOT_FOUND, "Job not found");
        this.subject = subject;
    }

    /** There is none. */
    public JobNotFoundException() {
        this(Optional.empty());
    }

    /** Somebody else's, which looks to the client as if it were not there. */
    public static JobNotFoundException hidden(Subject job) {
        return new JobNotFoundException(Optional.of(job));
    }

    @Override
    public Optional<Subject> refusedSubject() {
        return subject;
    }
}
